using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// The trained weights and their gradients, each in one piece of memory: a step is then a handful of native calls
/// whatever the number of weights. The network's own parameters become views of it, and stay so after it is disposed.
/// </summary>
internal sealed class WeightBuffer : IDisposable
{
    private const string Prefix = "weight";

    /// <exception cref="ArgumentException">There is no weight, two have one name, or one asks for no gradient.</exception>
    public WeightBuffer(IReadOnlyList<TrainableWeight> weights)
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
    }

    public WeightLayout Layout { get; }

    public FlatTensor Values { get; }

    public FlatTensor Gradients { get; }

    public void ClearGradients() => Gradients.All.zero_();

    /// <summary>
    /// Shrinks the gradients together so that their norm over all weights is at most <paramref name="largest"/>.
    /// Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
    /// </summary>
    public void ClipGradients(double largest)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        // Stays on the device: nothing waits for the norm.
        var share = (largest / (Gradients.All.norm() + 1e-6)).clamp_max(1);
        Gradients.All.mul_(share);
    }

    /// <summary>
    /// The root mean square of each part, at least <paramref name="smallest"/>, spread over the part's numbers
    /// [<see cref="WeightLayout.Length"/>]; the caller's dispose scope owns it.
    /// </summary>
    public Tensor SpreadScale(FlatTensor values, double smallest)
    {
        using var scope = NewDisposeScope();
        var device = values.All.device;
        var roots = tensor(Layout.Weights.Select(weight => (float)Math.Sqrt(weight.Value.numel())).ToArray(), device: device);
        var scales = (stack(values.Parts.Select(part => part.norm()).ToArray()) / roots).clamp_min(smallest);
        var repeats = tensor(Layout.Sizes.ToArray(), device: device);
        return scales.repeat_interleave(repeats, dim: 0, output_size: Layout.Length).MoveToOuterDisposeScope();
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
