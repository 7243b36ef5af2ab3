using Lesion.Learning.Native;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>A convolution: [N, in, H, W] to [N, out, H', W'].</summary>
/// <param name="stride">Default: 1.</param>
/// <param name="padding">Default: 0.</param>
/// <param name="groups">Of channels that do not see each other; as many as channels makes it depthwise.</param>
/// <param name="bias">Without one where a batch norm follows.</param>
internal sealed class Convolution(
    int input, int output, Extent kernel, Extent? stride = null, Extent? padding = null, int groups = 1, bool bias = true) : Layer
{
    private readonly Weight _weight = new("weight", output, input / groups, kernel.Height, kernel.Width);
    private readonly Weight? _bias = bias ? new Weight("bias", output) : null;
    private readonly Extent _stride = stride ?? 1, _padding = padding ?? 0;

    public override IEnumerable<Weight> Weights => _bias is null ? [_weight] : [_weight, _bias];

    public override Tensor Forward(Tensor input) => Run(input, _weight.For(input), _bias?.For(input));

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) =>
        Node(graph, path, input, _weight.Value, _bias?.Value);

    /// <summary>Runs with each output channel scaled and shifted: scale · convolution + shift, both float32 [out].</summary>
    public Tensor Forward(Tensor input, Tensor scale, Tensor shift)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Folded(scale, shift);
        return Run(input, weight.to(input.dtype), bias.to(input.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Writes what <see cref="Forward(Tensor, Tensor, Tensor)"/> does as one node.</summary>
    public GraphValue Write(GraphBuilder graph, string path, GraphValue input, Tensor scale, Tensor shift)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Folded(scale, shift);
        return Node(graph, path, input, weight, bias);
    }

    private (Tensor Weight, Tensor Bias) Folded(Tensor scale, Tensor shift) =>
        (_weight.Value * scale.reshape(-1, 1, 1, 1), _bias is null ? shift : (_bias.Value * scale).Add(shift));

    private Tensor Run(Tensor input, Tensor weight, Tensor? bias) => nn.functional.conv2d(
        input, weight, bias, strides: _stride.Lengths, padding: _padding.Lengths, groups: groups);

    private GraphValue Node(GraphBuilder graph, string path, GraphValue input, Tensor weight, Tensor? bias)
    {
        var inputs = new List<GraphValue> { input, graph.Initializer(Join(path, "weight"), weight) };
        if (bias is not null)
            inputs.Add(graph.Initializer(Join(path, "bias"), bias));
        return graph.Node(
            "Conv",
            inputs,
            NodeAttribute.Ints("kernel_shape", kernel.Lengths),
            NodeAttribute.Ints("strides", _stride.Lengths),
            NodeAttribute.Ints("pads", _padding.Pads),
            NodeAttribute.Int("group", groups));
    }
}
