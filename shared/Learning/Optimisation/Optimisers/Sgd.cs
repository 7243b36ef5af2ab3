using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// Stochastic gradient descent with momentum: v ← μv + g, and a step along v, or along g + μv (Nesterov's; Sutskever,
/// Martens, Dahl and Hinton, ICML 2013). With a relative rate each tensor's gradient is first scaled to the root mean square of the
/// tensor itself (You, Gitman and Ginsburg, "Large batch training of convolutional networks", 2017, without its decay).
/// </summary>
internal sealed class Sgd(OptimiserRecipe recipe, WeightBuffer weights) : Optimiser(recipe, weights)
{
    /// <summary>A gradient smaller than this is no direction, only noise, and is not made larger.</summary>
    private const double SmallestGradient = 1e-10;

    private readonly FlatTensor _velocity = new(weights.Layout);

    protected override IReadOnlyList<(string Name, FlatTensor Tensor)> Memory => [("velocity", _velocity)];

    protected override Tensor Direction()
    {
        var gradients = Weights.Gradients.All;
        if (Recipe.Relative)
            gradients.div_(Weights.SpreadScale(Weights.Gradients, SmallestGradient))
                .mul_(Weights.SpreadScale(Weights.Values, SmallestScale));
        _velocity.All.mul_(Recipe.Momentum).add_(gradients);
        return Recipe.Nesterov ? gradients.add_(_velocity.All, Recipe.Momentum) : _velocity.All;
    }
}
