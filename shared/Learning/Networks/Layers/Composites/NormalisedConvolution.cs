using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// A convolution and the batch norm behind it. While the norm is frozen its affine is folded into the convolution's weights,
/// in training too: one pass over the activations instead of two, nothing of the norm's to keep for the gradient, and the
/// same gradients at the same parameters. In a graph it is one node.
/// </summary>
/// <param name="names">Of the two among the weights' names.</param>
/// <param name="bias">Most have none, since the norm shifts anyway.</param>
internal sealed class NormalisedConvolution(
    (string Convolution, string Norm) names,
    int input,
    int output,
    Extent kernel,
    Extent? stride = null,
    Extent? padding = null,
    int groups = 1,
    bool bias = false,
    double epsilon = BatchNorm.DefaultEpsilon) : Layer
{
    private readonly Convolution _convolution = new(input, output, kernel, stride, padding, groups, bias);
    private readonly BatchNorm _norm = new(output, epsilon);

    public override IEnumerable<(string Name, Layer Layer)> Children => [(names.Convolution, _convolution), (names.Norm, _norm)];

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_norm.UsesBatchStatistics)
            return _norm.Forward(_convolution.Forward(input)).MoveToOuterDisposeScope();
        var (scale, shift) = _norm.Affine();
        return _convolution.Forward(input, scale, shift).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input)
    {
        using var scope = NewDisposeScope();
        var (scale, shift) = _norm.Affine();
        return _convolution.Write(graph, Join(path, names.Convolution), input, scale, shift);
    }
}
