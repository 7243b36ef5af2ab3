using Lesion.Evaluation.Novelty;
using Lesion.Onnx;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes how unlike the training images an image is: the length of W (asinh(e / 0.01) - mean) / limit, of the embedding's first
/// values e.
/// </summary>
internal static class NoveltyWriter
{
    /// <param name="graph">Where to.</param>
    /// <param name="embedding">[N, D].</param>
    /// <param name="novelty">Of the first d values.</param>
    /// <returns>[N].</returns>
    public static GraphValue Write(GraphBuilder graph, GraphValue embedding, NoveltyScore novelty)
    {
        var (density, size) = (novelty.Density, novelty.Density.Features);
        var first = graph.Node(
            "Slice", [embedding, graph.Constant("begin", [0L]), graph.Constant("end", [(long)size]), graph.Constant("axis", [1L])]);
        var compressed = graph.Node("Asinh", [graph.Node("Div", [first, graph.Constant("compression", (float)FeatureDensity.Compression)])]);
        var centred = graph.Node("Sub", [compressed, graph.Initializer("novelty.mean", Single(density.Mean), size)]);
        var whitening = graph.Initializer("novelty.whitening", Single(density.Whitening.Select(value => value / novelty.Limit)), size, size);
        var white = graph.Node("MatMul", [centred, graph.Node("Transpose", [whitening])]);
        return graph.Node("ReduceL2", [white], NodeAttribute.Ints("axes", 1), NodeAttribute.Int("keepdims", 0));
    }

    private static float[] Single(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
