using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>The mean of each square window, unpadded.</summary>
public sealed class AveragePool(int kernel, int stride) : Layer
{
    public override Tensor Forward(Tensor input) => nn.functional.avg_pool2d(input, kernel, stride);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "AveragePool",
        [input],
        NodeAttribute.Ints("kernel_shape", kernel, kernel),
        NodeAttribute.Ints("strides", stride, stride));
}
