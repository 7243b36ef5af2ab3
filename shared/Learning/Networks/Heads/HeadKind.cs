namespace Lesion.Learning.Networks.Heads;

/// <summary>The kinds of heads that there are.</summary>
public enum HeadKind
{
    /// <summary>One linear layer.</summary>
    Linear,

    /// <summary>Dropout, a linear layer, ReLU, a linear layer.</summary>
    Mlp,
}
