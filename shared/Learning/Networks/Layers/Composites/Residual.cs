using Lesion.Learning.Native;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>main(x) + shortcut(x); without a shortcut, main(x) + x.</summary>
/// <param name="main">Its names add nothing to the path.</param>
/// <param name="shortcut">Named <c>downsample</c>.</param>
internal sealed class Residual(Layer main, Layer? shortcut = null) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children =>
        shortcut is null ? [("", main)] : [("", main), ("downsample", shortcut)];

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return main.Forward(input).Add_(shortcut?.Forward(input) ?? input).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "Add",
        [main.Write(graph, path, input), shortcut?.Write(graph, Join(path, "downsample"), input) ?? input]);
}
