using System.Text.Json.Serialization;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>How gradients become steps.</summary>
public enum OptimiserKind
{
    /// <summary>Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}
