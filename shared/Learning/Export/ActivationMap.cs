using Lesion.Learning.Networks;
using Lesion.Onnx;
using TorchSharp;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes where in the image a linear head's logits come from: a map [N, K, h, w] whose sum over the locations is the
/// logit less the bias b. With pooled mean μ and deviation σ = √(mean of (x - μ)² + ε), standardised by m and s, location i
/// of n contributes (w_μ/s_μ)(x - m_μ)/n + (w_σ/s_σ)(((x - μ)² + ε)/σ - m_σ)/n, summed over the channels.
/// Each is a 1×1 convolution. Coarser taps are spread onto the grid of the lowest tap.
/// </summary>
internal static class ActivationMap
{
    public static GraphValue Write(GraphBuilder graph, LinearHead head, IReadOnlyList<PooledTap> taps)
    {
        var weights = new FoldedHead(head);
        var finest = new Grid(graph, taps[0].Activation);
        var map = WriteTap(graph, weights, taps[0], finest);
        foreach (var tap in taps.Skip(1))
        {
            var grid = new Grid(graph, tap.Activation);
            map = graph.Node("Add", [map, Spread(graph, WriteTap(graph, weights, tap, grid), grid, finest)]);
        }
        return map;
    }

    private static GraphValue WriteTap(GraphBuilder graph, FoldedHead weights, PooledTap tap, Grid grid)
    {
        var parts = new List<GraphValue>();
        if (tap.Means is not null)
            parts.Add(Project(tap.Activation));
        if (tap.Deviations is { } deviations)
            parts.Add(Project(graph.Node("Div", [tap.Squares!.Value, deviations])));
        var sum = parts.Count == 1 ? parts[0] : graph.Node("Add", parts);
        return graph.Node("Div", [sum, graph.Node("Mul", [grid.Height, grid.Width])]);

        GraphValue Project(GraphValue value)
        {
            var (weight, bias) = weights.Take(tap.Channels);
            return graph.Node(
                "Conv",
                [value, graph.Constant("map_weight", weight, weights.Classes, tap.Channels, 1, 1), graph.Constant("map_bias", bias, weights.Classes)]);
        }
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
            return graph.Node("Mul", [graph.Node("Reshape", [indices, graph.Constant("axis", shape)]), length]);
        }
    }

    /// <summary>The size of [N, C, h, w] as two scalars, known when the model runs.</summary>
    private sealed class Grid(GraphBuilder graph, GraphValue activation)
    {
        public GraphValue Height { get; } = Extent(graph, activation, 2);

        public GraphValue Width { get; } = Extent(graph, activation, 3);

        private static GraphValue Extent(GraphBuilder graph, GraphValue value, int axis)
        {
            var shape = graph.Node("Shape", [value], NodeAttribute.Int("start", axis), NodeAttribute.Int("end", axis + 1));
            return graph.Node("Cast", [graph.Node("Squeeze", [shape])], NodeAttribute.Int("to", (int)ElementType.Float32));
        }
    }

    /// <summary>The head with the standardisation folded in, handed out in the embedding's order.</summary>
    private sealed class FoldedHead(LinearHead head)
    {
        private readonly float[] _weight = Values(head.Weight), _mean = Values(head.Mean), _deviation = Values(head.Deviation);
        private int _taken;

        public int Classes { get; } = (int)head.Bias.shape[0];

        /// <summary>The weights [K, features] and biases [K] of the next so many features of the embedding.</summary>
        public (float[] Weight, float[] Bias) Take(int features)
        {
            var weight = new float[Classes * features];
            var bias = new float[Classes];
            for (var k = 0; k < Classes; k++)
            {
                var constant = 0.0;
                for (var c = 0; c < features; c++)
                {
                    var feature = _taken + c;
                    var folded = _weight[k * _mean.Length + feature] / (double)_deviation[feature];
                    weight[k * features + c] = (float)folded;
                    constant -= folded * _mean[feature];
                }
                bias[k] = (float)constant;
            }
            _taken += features;
            return (weight, bias);
        }

        private static float[] Values(torch.Tensor tensor)
        {
            using var scope = torch.NewDisposeScope();
            return tensor.detach().cpu().data<float>().ToArray();
        }
    }
}
