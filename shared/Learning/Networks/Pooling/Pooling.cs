using Lesion.Learning.Native;
using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>Makes statistics over the image of a stage's output: [N, C, H, W] to one or more of [N, C], float32.</summary>
/// <param name="mean">The mean.</param>
/// <param name="deviation">The standard deviation.</param>
/// <param name="centre">The mean about the image's centre.</param>
internal sealed class Pooling(bool mean, bool deviation, CentreWeights? centre)
{
    /// <summary>ε in the deviation √(biased variance + ε): here, in the ONNX graph and in the activation map alike.</summary>
    public const float VarianceEpsilon = 1e-5f;

    /// <summary>How many features a channel gives.</summary>
    public int StatisticsPerChannel => (mean ? 1 : 0) + (deviation ? 1 : 0) + (centre is null ? 0 : 1);

    /// <summary>The means, then the deviations, then the means about the centre; each [N, C].</summary>
    public IEnumerable<Tensor> Forward(Tensor activation)
    {
        var values = activation.to(ScalarType.Float32);
        if (mean)
            yield return values.mean([2, 3]);
        if (deviation)
            yield return values.var([2, 3], unbiased: false).Add(VarianceEpsilon).sqrt();
        if (centre is not null)
            yield return (values * centre.Of(values.shape[2], values.shape[3], values.device)).sum([2, 3]);
    }

    public PooledTap Write(GraphBuilder graph, int channels, GraphValue activation)
    {
        var statistics = new List<PooledStatistic>();
        var means = graph.Node("GlobalAveragePool", [activation]);
        if (mean)
            statistics.Add(new PooledStatistic(means, activation, null));
        if (deviation)
            statistics.Add(WriteDeviation(graph, activation, means));
        if (centre is not null)
            statistics.Add(WriteCentre(graph, activation, centre));
        return new PooledTap(channels, activation, statistics);
    }

    /// <summary>Of σ, location i adds ((x - μ)² + ε) / σ.</summary>
    private static PooledStatistic WriteDeviation(GraphBuilder graph, GraphValue activation, GraphValue means)
    {
        var centred = graph.Node("Sub", [activation, means]);
        var squares = graph.Node("Add", [graph.Node("Mul", [centred, centred]), graph.Constant("variance_epsilon", VarianceEpsilon)]);
        var deviations = graph.Node("Sqrt", [graph.Node("GlobalAveragePool", [squares])]);
        return new PooledStatistic(deviations, graph.Node("Div", [squares, deviations]), null);
    }

    private static PooledStatistic WriteCentre(GraphBuilder graph, GraphValue activation, CentreWeights centre)
    {
        var weights = centre.Write(graph, new SpatialGrid(graph, activation));
        var sums = graph.Node("ReduceSum", [graph.Node("Mul", [activation, weights]), graph.Constant("image_axes", [2L, 3L])]);
        return new PooledStatistic(sums, activation, weights);
    }
}
