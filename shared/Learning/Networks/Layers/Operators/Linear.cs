using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>x Wᵀ + b: [N, in] to [N, out].</summary>
internal sealed class Linear(int input, int output) : Layer
{
    private readonly Weight _weight = new("weight", output, input);
    private readonly Weight _bias = new("bias", output);

    public override IEnumerable<Weight> Weights => [_weight, _bias];

    public override Tensor Forward(Tensor input) => nn.functional.linear(input, _weight.For(input), _bias.For(input));

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "Gemm",
        [input, graph.Initializer(path, _weight), graph.Initializer(path, _bias)],
        NodeAttribute.Int("transB", 1));
}
