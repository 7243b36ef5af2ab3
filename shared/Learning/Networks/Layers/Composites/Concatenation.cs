using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>What several branches make of one input, one behind the other along the channels.</summary>
internal sealed class Concatenation(params (string Name, Layer Layer)[] branches) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children => branches;

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return cat([.. branches.Select(branch => branch.Layer.Forward(input))], dim: 1).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "Concat",
        branches.Select(branch => branch.Layer.Write(graph, Join(path, branch.Name), input)),
        NodeAttribute.Int("axis", 1));
}
