using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>min(max(x, 0), 6), written over its input: it stands only behind layers whose output nothing else needs.</summary>
internal sealed class Relu6 : Layer
{
    public override Tensor Forward(Tensor input) => nn.functional.relu6(input, inplace: true);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) =>
        graph.Node("Clip", [input, graph.Constant("clip_low", 0f), graph.Constant("clip_high", 6f)]);
}
