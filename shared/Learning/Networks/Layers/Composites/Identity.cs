using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>Passes its input on: the branch of a concatenation that keeps what was there.</summary>
internal sealed class Identity : Layer
{
    public override Tensor Forward(Tensor input) => input;

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => input;
}
