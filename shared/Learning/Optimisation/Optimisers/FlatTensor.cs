using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>One number for every weight's number, float32 in one piece of memory, and the view of each weight's own.</summary>
internal sealed class FlatTensor : IDisposable
{
    private readonly WeightLayout _layout;

    /// <summary>Begins as zeros.</summary>
    public FlatTensor(WeightLayout layout)
    {
        _layout = layout;
        using var scope = NewDisposeScope();
        All = zeros(layout.Length, device: layout.Weights[0].Value.device).DetachFromDisposeScope();
        Parts = [.. layout.Weights.Select((weight, i) => All
            .narrow(0, layout.Starts[i], weight.Value.numel()).view(weight.Value.shape).DetachFromDisposeScope())];
    }

    /// <summary>[<see cref="WeightLayout.Length"/>].</summary>
    public Tensor All { get; }

    /// <summary>Of each weight, in the layout's order and the weight's shape.</summary>
    public IReadOnlyList<Tensor> Parts { get; }

    /// <summary>The caller's dispose scope owns the view.</summary>
    public Tensor Slice(WeightSlice slice) => All.narrow(0, slice.Start, slice.Length);

    /// <summary>Each part under its weight's name, behind a prefix. The tensors stay this one's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix) =>
        _layout.Weights.Select((weight, i) => KeyValuePair.Create($"{prefix}.{weight.Name}", Parts[i]));

    /// <summary>Copies each part from what <see cref="Named"/> gave.</summary>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public void Load(string prefix, IReadOnlyDictionary<string, Tensor> stored)
    {
        using var withoutGradients = no_grad();
        foreach (var (name, part) in Named(prefix))
            part.copy_(stored[name]);
    }

    public void Dispose()
    {
        foreach (var part in Parts)
            part.Dispose();
        All.Dispose();
    }
}
