using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019). With a relative rate a tensor's step
/// is rate × its own root mean square × the usual direction, as in Shazeer and Stern, "Adafactor", ICML 2018.
/// </summary>
internal sealed class AdamW(OptimiserRecipe recipe, WeightBuffer weights) : Optimiser(recipe, weights)
{
    private const double Epsilon = 1e-8;

    private readonly FlatTensor _first = new(weights.Layout);
    private readonly FlatTensor _second = new(weights.Layout);

    protected override IReadOnlyList<(string Name, FlatTensor Tensor)> Memory => [("first", _first), ("second", _second)];

    protected override Tensor Direction()
    {
        var gradients = Weights.Gradients.All;
        _first.All.mul_(Recipe.Beta1).add_(gradients, 1 - Recipe.Beta1);
        _second.All.mul_(Recipe.Beta2).addcmul_(gradients, gradients, 1 - Recipe.Beta2);
        var deviation = (_second.All / (1 - Math.Pow(Recipe.Beta2, Steps))).sqrt_().add_(Epsilon);
        var direction = (_first.All / (1 - Math.Pow(Recipe.Beta1, Steps))).div_(deviation);
        return Recipe.Relative ? direction.mul_(Weights.SpreadScale(Weights.Values, SmallestScale)) : direction;
    }
}
