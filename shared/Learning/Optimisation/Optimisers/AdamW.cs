using Lesion.Learning.Native;
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

    protected override Tensor Scales() => WeightScales.RootMeanSquares(Weights.Values, SmallestScale);

    protected override void Move(WeightSlice slice, Tensor values, Tensor gradients, Tensor? scale, double rate)
    {
        var first = _first.Slice(slice).Mul_(Recipe.Beta1).Add_(gradients, 1 - Recipe.Beta1);
        var second = _second.Slice(slice).Mul_(Recipe.Beta2).Addcmul_(gradients, gradients, 1 - Recipe.Beta2);
        var deviation = second.Div(1 - Math.Pow(Recipe.Beta2, Steps)).sqrt_().Add_(Epsilon);
        if (scale is not null)
            deviation.div_(scale);
        values.Addcdiv_(first, deviation, -rate / (1 - Math.Pow(Recipe.Beta1, Steps)));
    }
}
