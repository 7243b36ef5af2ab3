using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>max(x, 0), written over its input: it stands only behind layers whose output nothing else needs.</summary>
internal sealed class Relu : Layer
{
    public override Tensor Forward(Tensor input) => input.relu_();

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node("Relu", [input]);
}
