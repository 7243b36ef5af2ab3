using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// A convolution and the batch norm behind it. While the norm is frozen its affine is folded into the convolution's weights,
/// in training too: one pass over the activations instead of two, nothing of the norm's to keep for the gradient, and the
/// same gradients at the same parameters. In a graph it is one node.
/// </summary>
internal sealed class NormalisedConvolution(string name, Convolution convolution, string normName, BatchNorm norm) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children => [(name, convolution), (normName, norm)];

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (norm.UsesBatchStatistics)
            return norm.Forward(convolution.Forward(input)).MoveToOuterDisposeScope();
        var (scale, shift) = norm.Affine();
        return convolution.Forward(input, scale, shift).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input)
    {
        using var scope = NewDisposeScope();
        var (scale, shift) = norm.Affine();
        return convolution.Write(graph, Join(path, name), input, scale, shift);
    }
}
