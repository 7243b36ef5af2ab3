using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>The mean of each square window; padding counts as zeros.</summary>
internal sealed class AveragePool(int kernel, int stride, int padding = 0) : Layer
{
    public override Tensor Forward(Tensor input) => nn.functional.avg_pool2d(input, kernel, stride, padding);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "AveragePool",
        [input],
        NodeAttribute.Ints("kernel_shape", kernel, kernel),
        NodeAttribute.Ints("strides", stride, stride),
        NodeAttribute.Ints("pads", padding, padding, padding, padding),
        NodeAttribute.Int("count_include_pad", 1));
}
