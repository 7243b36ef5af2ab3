using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>x · sigmoid(x), also called swish.</summary>
internal sealed class Silu : Layer
{
    public override Tensor Forward(Tensor input) => nn.functional.silu(input);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) =>
        graph.Node("Mul", [input, graph.Node("Sigmoid", [input])]);
}
