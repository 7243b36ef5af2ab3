using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>The largest value of each square window.</summary>
/// <param name="toTheEdge">Whether a last window that only partly lies on the image counts ("ceil mode").</param>
internal sealed class MaxPool(int kernel, int stride, int padding = 0, bool toTheEdge = false) : Layer
{
    public override Tensor Forward(Tensor input) =>
        nn.functional.max_pool2d(input, kernel, stride, padding, ceil_mode: toTheEdge);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "MaxPool",
        [input],
        NodeAttribute.Ints("kernel_shape", kernel, kernel),
        NodeAttribute.Ints("strides", stride, stride),
        NodeAttribute.Ints("pads", padding, padding, padding, padding),
        NodeAttribute.Int("ceil_mode", toTheEdge ? 1 : 0));
}
