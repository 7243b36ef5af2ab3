using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// A branch that only the network's first training used, such as GoogLeNet's auxiliary classifiers: weights' files have its
/// tensors, and what passes is left as it is.
/// </summary>
internal sealed class Auxiliary(Layer branch) : Layer
{
    public override IEnumerable<Weight> Weights => branch.WeightsUnder("")
        .Select(weight => new Weight(weight.Path, [.. weight.Weight.Shape]) { Use = WeightUse.Unused });

    public override Tensor Forward(Tensor input) => input;

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => input;
}
