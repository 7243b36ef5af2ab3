using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>Makes statistics over the image of a stage's output: [N, C, H, W] to one or two of [N, C], float32.</summary>
internal sealed class Pooling(bool mean, bool deviation)
{
    /// <summary>ε in the deviation √(biased variance + ε): here, in the ONNX graph and in the activation map alike.</summary>
    public const float VarianceEpsilon = 1e-5f;

    /// <summary>How many features a channel gives.</summary>
    public int StatisticsPerChannel => (mean ? 1 : 0) + (deviation ? 1 : 0);

    /// <summary>The means, then the deviations; each [N, C].</summary>
    public IEnumerable<Tensor> Forward(Tensor activation)
    {
        var values = activation.to(ScalarType.Float32);
        if (mean)
            yield return values.mean([2, 3]);
        if (deviation)
            yield return (values.var([2, 3], unbiased: false) + VarianceEpsilon).sqrt();
    }

    public PooledTap Write(GraphBuilder graph, int channels, GraphValue activation)
    {
        var means = graph.Node("GlobalAveragePool", [activation]);
        if (!deviation)
            return new PooledTap(channels, activation, means, null, null);
        var centred = graph.Node("Sub", [activation, means]);
        var squares = graph.Node("Add", [graph.Node("Mul", [centred, centred]), graph.Constant("variance_epsilon", VarianceEpsilon)]);
        var deviations = graph.Node("Sqrt", [graph.Node("GlobalAveragePool", [squares])]);
        return new PooledTap(channels, activation, mean ? means : null, squares, deviations);
    }
}
