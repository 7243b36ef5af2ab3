using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>One factor for each weight, ready to be multiplied with any slice. The caller's dispose scope owns it.</summary>
internal sealed class WeightScales
{
    private readonly Tensor _scales;
    private readonly Tensor? _spread;

    /// <param name="scales">[weights].</param>
    /// <param name="spread">Some slices hold several weights, whose numbers need each their own factor.</param>
    public WeightScales(WeightLayout layout, Tensor scales, bool spread)
    {
        _scales = scales;
        if (spread)
        {
            using var repeats = NativeTensor.Of(layout.Sizes.ToArray(), scales.device);
            _spread = scales.repeat_interleave(repeats, dim: 0, output_size: layout.Length);
        }
    }

    public Tensor Of(WeightSlice slice) =>
        slice.Weight is { } weight ? _scales[weight] : _spread!.narrow(0, slice.Start, slice.Length);

    /// <summary>The root mean square of each weight's part, at least <paramref name="smallest"/>.</summary>
    /// <returns>[weights]; the caller's dispose scope owns it.</returns>
    public static Tensor RootMeanSquares(FlatTensor values, double smallest)
    {
        using var scope = NewDisposeScope();
        var roots = NativeTensor.Of(values.Parts.Select(part => (float)Math.Sqrt(part.numel())).ToArray(), values.All.device);
        var norms = stack(values.Parts.Select(part => part.norm()).ToArray());
        return (norms / roots).Clamp_(min: smallest).MoveToOuterDisposeScope();
    }
}
