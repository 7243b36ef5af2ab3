using Lesion.Learning.Native;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// main(x) + shortcut(x) where the two may differ in size, as in dlib's ResNets: each is padded with zeros, at the end of
/// the channels, at the bottom and at the right, to the larger of the two extents.
/// </summary>
/// <param name="main">Its names add nothing to the path.</param>
/// <param name="shortcut">A layer without weights.</param>
internal sealed class PaddedResidual(Layer main, Layer shortcut) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children => [("", main), ("", shortcut)];

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor a = main.Forward(input), b = shortcut.Forward(input);
        var larger = a.shape.Zip(b.shape, Math.Max).ToArray();
        return PadTo(larger, a).Add(PadTo(larger, b)).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input)
    {
        GraphValue a = main.Write(graph, path, input), b = shortcut.Write(graph, path, input);
        GraphValue shapeOfA = graph.Node("Shape", [a]), shapeOfB = graph.Node("Shape", [b]);
        var larger = graph.Node("Max", [shapeOfA, shapeOfB]);
        var none = graph.Constant("no_padding", 0L, 0, 0, 0);
        return graph.Node("Add", [Pad(a, shapeOfA), Pad(b, shapeOfB)]);

        GraphValue Pad(GraphValue value, GraphValue shape) =>
            graph.Node("Pad", [value, graph.Node("Concat", [none, graph.Node("Sub", [larger, shape])], NodeAttribute.Int("axis", 0))]);
    }

    private static Tensor PadTo(long[] shape, Tensor value)
    {
        long channels = shape[1] - value.shape[1], rows = shape[2] - value.shape[2], columns = shape[3] - value.shape[3];
        return channels + rows + columns == 0 ? value : nn.functional.pad(value, [0, columns, 0, rows, 0, channels]);
    }
}
