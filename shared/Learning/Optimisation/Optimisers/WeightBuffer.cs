using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// The trained weights and their gradients, each in one piece of memory, so that a step takes as few native calls, or as
/// small a part of the memory at a time, as suits the device. The network's own parameters become views of it, and stay so after it is disposed.
/// </summary>
internal sealed class WeightBuffer : IDisposable
{
    private const string Prefix = "weight";

    /// <param name="weights">They become views.</param>
    /// <param name="inLargeSlices">As a GPU wants it; null asks the weights where they lie.</param>
    /// <exception cref="ArgumentException">There is no weight, two have one name, or one asks for no gradient.</exception>
    public WeightBuffer(IReadOnlyList<TrainableWeight> weights, bool? inLargeSlices = null)
    {
        Layout = new WeightLayout(weights);
        (Values, Gradients) = (new FlatTensor(Layout), new FlatTensor(Layout));
        using var withoutGradients = no_grad();
        for (var i = 0; i < Layout.Weights.Count; i++)
        {
            var parameter = Layout.Weights[i].Value;
            Values.Parts[i].copy_(parameter);
            parameter.set_(Values.Parts[i]);
            // Where a gradient is there, the backward pass adds to it in place.
            parameter.grad = Gradients.Parts[i];
        }

        Slices = [.. inLargeSlices ?? Values.All.device_type != DeviceType.CPU ? Layout.LargeSlices() : Layout.SmallSlices()];
    }

    public WeightLayout Layout { get; }

    public FlatTensor Values { get; }

    public FlatTensor Gradients { get; }

    /// <summary>All weights, in the parts that a step does one after another.</summary>
    public IReadOnlyList<WeightSlice> Slices { get; }

    /// <summary>A factor for each weight, made fit for the slices; the caller's dispose scope owns it.</summary>
    /// <param name="scales">[weights].</param>
    public WeightScales Scales(Tensor scales) => new(Layout, scales, spread: Slices.Any(slice => slice.Weight is null));

    /// <summary>
    /// Shrinks the gradients together so that their norm over all weights is at most <paramref name="largest"/>.
    /// Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
    /// </summary>
    public void ClipGradients(double largest)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        // Stays on the device: nothing waits for the norm.
        var share = Gradients.All.norm().Add(1e-6).reciprocal().Mul(largest).Clamp_(max: 1);
        Gradients.All.mul_(share);
    }

    /// <summary>The weights by name; the tensors stay the buffer's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() => Values.Named(Prefix);

    /// <summary>Takes up what <see cref="State"/> gave.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> stored) => Values.Load(Prefix, stored);

    public void Dispose()
    {
        foreach (var weight in Layout.Weights.Where(weight => !weight.Value.IsInvalid))
            weight.Value.grad = null;
        Values.Dispose();
        Gradients.Dispose();
    }
}
