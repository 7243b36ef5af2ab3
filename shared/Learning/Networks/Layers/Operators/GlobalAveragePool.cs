using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>Each channel's mean over the image: [N, C, H, W] to [N, C, 1, 1].</summary>
internal sealed class GlobalAveragePool : Layer
{
    public override Tensor Forward(Tensor input) => input.mean([2, 3], keepdim: true);

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node("GlobalAveragePool", [input]);
}
