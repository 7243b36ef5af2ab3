using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Onnx;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes where in the image a head's logits come from: a map [N, K, h, w]. With the logits' gradient g by the embedding,
/// pooled mean μ and deviation σ = √(mean of (x - μ)² + ε), and the training set's means m, location i of n contributes
/// g_μ (x - m_μ)/n + g_σ (((x - μ)² + ε)/σ - m_σ)/n, summed over the channels. The locations sum to g (e - m): of a linear
/// head, whose gradient is the same everywhere, exactly the logit less the bias. Coarser taps are spread onto the grid of
/// the lowest tap.
/// </summary>
internal static class ActivationMapWriter
{
    public static GraphValue Write(GraphBuilder graph, HeadOutputs head, IReadOnlyList<PooledTap> taps)
    {
        var features = new Features(graph, head);
        var finest = new Grid(graph, taps[0].Activation);
        var map = WriteTap(graph, features, taps[0], finest);
        foreach (var tap in taps.Skip(1))
        {
            var grid = new Grid(graph, tap.Activation);
            map = graph.Node("Add", [map, Spread(graph, WriteTap(graph, features, tap, grid), grid, finest)]);
        }
        return map;
    }

    private static GraphValue WriteTap(GraphBuilder graph, Features features, PooledTap tap, Grid grid)
    {
        var parts = new List<GraphValue>();
        if (tap.Means is not null)
            parts.Add(features.Project(tap.Activation, tap.Channels));
        if (tap.Deviations is { } deviations)
            parts.Add(features.Project(graph.Node("Div", [tap.Squares!.Value, deviations]), tap.Channels));
        var sum = parts.Count == 1 ? parts[0] : graph.Node("Add", parts);
        return grid.Unfold(graph.Node("Div", [sum, graph.Node("Mul", [grid.Height, grid.Width])]));
    }

    /// <summary>Divides each coarse cell among the fine cells that it covers, by area, so that the sum stays.</summary>
    private static GraphValue Spread(GraphBuilder graph, GraphValue map, Grid coarse, Grid fine)
    {
        var rows = Shares(graph, fine.Height, coarse.Height, [-1, 1], [1, -1]);
        var columns = Shares(graph, fine.Width, coarse.Width, [1, -1], [-1, 1]);
        return graph.Node("MatMul", [graph.Node("MatMul", [rows, map]), columns]);
    }

    /// <summary>
    /// Along one axis, which share of coarse cell j fine cell i gets. On a scale where the axis has length fine·coarse, they
    /// are [j·fine, (j+1)·fine) and [i·coarse, (i+1)·coarse).
    /// </summary>
    private static GraphValue Shares(GraphBuilder graph, GraphValue fine, GraphValue coarse, long[] fineShape, long[] coarseShape)
    {
        var fineBegin = Begins(fine, coarse, fineShape);
        var coarseBegin = Begins(coarse, fine, coarseShape);
        var begin = graph.Node("Max", [fineBegin, coarseBegin]);
        var end = graph.Node("Min", [graph.Node("Add", [fineBegin, coarse]), graph.Node("Add", [coarseBegin, fine])]);
        return graph.Node("Div", [graph.Node("Relu", [graph.Node("Sub", [end, begin])]), fine]);

        GraphValue Begins(GraphValue count, GraphValue length, long[] shape)
        {
            var indices = graph.Node("Range", [graph.Constant("zero", 0f), count, graph.Constant("one", 1f)]);
            return graph.Node("Mul", [graph.Node("Reshape", [indices, graph.Constant("shape", shape)]), length]);
        }
    }

    /// <summary>The size of [N, C, h, w] as two scalars, known when the model runs.</summary>
    private sealed class Grid(GraphBuilder graph, GraphValue activation)
    {
        public GraphValue Height { get; } = Extent(graph, activation, 2);

        public GraphValue Width { get; } = Extent(graph, activation, 3);

        /// <summary>[N, K, h·w] to [N, K, h, w].</summary>
        public GraphValue Unfold(GraphValue map)
        {
            var size = graph.Node("Shape", [activation], NodeAttribute.Int("start", 2));
            var shape = graph.Node("Concat", [graph.Constant("as_it_is", [0L, 0L]), size], NodeAttribute.Int("axis", 0));
            return graph.Node("Reshape", [map, shape]);
        }

        private static GraphValue Extent(GraphBuilder graph, GraphValue value, int axis)
        {
            var shape = graph.Node("Shape", [value], NodeAttribute.Int("start", axis), NodeAttribute.Int("end", axis + 1));
            return graph.Node("Cast", [graph.Node("Squeeze", [shape])], NodeAttribute.Int("to", (int)ElementType.Float32));
        }
    }

    /// <summary>The embedding's features, taken in their order, with the logits' gradient by each.</summary>
    private sealed class Features(GraphBuilder graph, HeadOutputs head)
    {
        private int _taken;

        /// <summary>g (x - m) of the next so many features at each location: x [N, C, h, w] to [N, K, h·w].</summary>
        public GraphValue Project(GraphValue value, int channels)
        {
            var gradient = Take(head.Gradient, channels, axis: -1);
            var mean = graph.Node("Unsqueeze", [Take(head.Mean, channels, axis: 0), graph.Constant("axis", [1L])]);
            var locations = graph.Node("Reshape", [value, graph.Constant("locations", [0L, 0L, -1L])]);
            _taken += channels;
            return graph.Node("Sub", [graph.Node("MatMul", [gradient, locations]), graph.Node("MatMul", [gradient, mean])]);
        }

        private GraphValue Take(GraphValue value, int channels, int axis) => graph.Node(
            "Slice",
            [value, graph.Constant("begin", [_taken]), graph.Constant("end", [_taken + channels]), graph.Constant("axis", [axis])]);
    }
}
