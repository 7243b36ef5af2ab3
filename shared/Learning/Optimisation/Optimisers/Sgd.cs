using Lesion.Learning.Native;
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

    protected override Tensor Scales() =>
        WeightScales.RootMeanSquares(Weights.Values, SmallestScale) / WeightScales.RootMeanSquares(Weights.Gradients, SmallestGradient);

    protected override void Move(WeightSlice slice, Tensor values, Tensor gradients, Tensor? scale, double rate)
    {
        if (scale is not null)
            gradients.mul_(scale);
        var velocity = _velocity.Slice(slice).Mul_(Recipe.Momentum).Add_(gradients);
        values.Add_(Recipe.Nesterov ? gradients.Add_(velocity, Recipe.Momentum) : velocity, -rate);
    }
}
