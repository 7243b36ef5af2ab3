using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>1 / (1 + exp(-x)).</summary>
internal sealed class Sigmoid : Layer
{
    public override Tensor Forward(Tensor input) => input.sigmoid();

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node("Sigmoid", [input]);
}
