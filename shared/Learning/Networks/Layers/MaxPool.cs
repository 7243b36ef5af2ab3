using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>The largest value of each square window.</summary>
public sealed class MaxPool(int kernel, int stride, int padding = 0) : Layer
{
    public override Tensor Forward(Tensor input) => nn.functional.max_pool2d(input, kernel, stride, padding);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "MaxPool",
        [input],
        NodeAttribute.Ints("kernel_shape", kernel, kernel),
        NodeAttribute.Ints("strides", stride, stride),
        NodeAttribute.Ints("pads", padding, padding, padding, padding));
}
