using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>The size of [N, C, h, w] in a graph, known when the model runs.</summary>
internal sealed class SpatialGrid(GraphBuilder graph, GraphValue activation)
{
    /// <summary>h, a float32 scalar.</summary>
    public GraphValue Height { get; } = Extent(graph, activation, 2);

    /// <summary>w, a float32 scalar.</summary>
    public GraphValue Width { get; } = Extent(graph, activation, 3);

    /// <summary>[N, K, h·w] to [N, K, h, w].</summary>
    public GraphValue Unfold(GraphValue map)
    {
        var size = graph.Node("Shape", [activation], NodeAttribute.Int("start", 2));
        var shape = graph.Node("Concat", [graph.Constant("as_it_is", [0L, 0L]), size], NodeAttribute.Int("axis", 0));
        return graph.Node("Reshape", [map, shape]);
    }

    /// <summary>0, 1, … up to the extent, of a shape such as [-1, 1].</summary>
    public static GraphValue Indices(GraphBuilder graph, GraphValue extent, params long[] shape)
    {
        var indices = graph.Node("Range", [graph.Constant("zero", 0f), extent, graph.Constant("one", 1f)]);
        return graph.Node("Reshape", [indices, graph.Constant("shape", shape)]);
    }

    private static GraphValue Extent(GraphBuilder graph, GraphValue value, int axis)
    {
        var shape = graph.Node("Shape", [value], NodeAttribute.Int("start", axis), NodeAttribute.Int("end", axis + 1));
        return graph.Node("Cast", [graph.Node("Squeeze", [shape])], NodeAttribute.Int("to", (int)ElementType.Float32));
    }
}
