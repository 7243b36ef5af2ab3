using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Onnx;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes where in the image a head's logits come from: a map [N, K, h, w]. With the logits' gradient g by the embedding,
/// pooled mean μ, deviation σ = √(mean of (x - μ)² + ε) and mean c about the centre (weights v that sum to one), and the
/// training set's means m, location i of n contributes g_μ (x - m_μ)/n + g_σ (((x - μ)² + ε)/σ - m_σ)/n + g_c (x - m_c) v,
/// summed over the channels. The locations sum to g (e - m): of a linear head, whose gradient is the same everywhere,
/// exactly the logit less the bias. Coarser taps are spread onto the grid of the lowest tap.
/// </summary>
internal static class ActivationMapWriter
{
    public static GraphValue Write(GraphBuilder graph, HeadOutputs head, IReadOnlyList<PooledTap> taps)
    {
        var features = new Features(graph, head);
        var finest = new SpatialGrid(graph, taps[0].Activation);
        var map = WriteTap(graph, features, taps[0], finest);
        foreach (var tap in taps.Skip(1))
        {
            var grid = new SpatialGrid(graph, tap.Activation);
            map = graph.Node("Add", [map, Spread(graph, WriteTap(graph, features, tap, grid), grid, finest)]);
        }
        return map;
    }

    private static GraphValue WriteTap(GraphBuilder graph, Features features, PooledTap tap, SpatialGrid grid)
    {
        var locations = graph.Node("Mul", [grid.Height, grid.Width]);
        var parts = tap.Statistics.Select(Part).ToList();
        return grid.Unfold(parts.Count == 1 ? parts[0] : graph.Node("Sum", parts));

        GraphValue Part(PooledStatistic statistic)
        {
            var contributions = features.Project(statistic.Local, tap.Channels);
            return statistic.Weights is { } weights
                ? graph.Node("Mul", [contributions, graph.Node("Reshape", [weights, graph.Constant("locations", [-1L])])])
                : graph.Node("Div", [contributions, locations]);
        }
    }

    /// <summary>Divides each coarse cell among the fine cells that it covers, by area, so that the sum stays.</summary>
    private static GraphValue Spread(GraphBuilder graph, GraphValue map, SpatialGrid coarse, SpatialGrid fine)
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

        GraphValue Begins(GraphValue count, GraphValue length, long[] shape) =>
            graph.Node("Mul", [SpatialGrid.Indices(graph, count, shape), length]);
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
