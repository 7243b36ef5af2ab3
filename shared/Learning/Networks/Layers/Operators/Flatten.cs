using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>[N, C, H, W] to [N, C·H·W].</summary>
internal sealed class Flatten : Layer
{
    public override Tensor Forward(Tensor input) => input.flatten(1);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node("Flatten", [input]);
}
