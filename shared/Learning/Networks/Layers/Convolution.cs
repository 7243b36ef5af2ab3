using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>A square convolution with a bias: [N, in, H, W] to [N, out, H', W'].</summary>
public sealed class Convolution(int input, int output, int kernel, int stride = 1, int padding = 0) : Layer
{
    private readonly Weight _weight = new("weight", output, input, kernel, kernel);
    private readonly Weight _bias = new("bias", output);

    public override IEnumerable<Weight> Weights => [_weight, _bias];

    public override Tensor Forward(Tensor input) => nn.functional.conv2d(
        input, _weight.Value, _bias.Value, strides: [stride, stride], padding: [padding, padding]);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "Conv",
        [input, graph.Initializer(path, _weight), graph.Initializer(path, _bias)],
        NodeAttribute.Ints("kernel_shape", kernel, kernel),
        NodeAttribute.Ints("strides", stride, stride),
        NodeAttribute.Ints("pads", padding, padding, padding, padding));
}
