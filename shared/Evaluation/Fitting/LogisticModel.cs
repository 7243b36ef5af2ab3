using System.Numerics.Tensors;

namespace Lesion.Evaluation;

/// <summary>
/// A linear classifier over standardised features: logits = weights · ((x − mean) / scale) + bias.
/// </summary>
/// <param name="Mean"><c>[D]</c>.</param>
/// <param name="Scale"><c>[D]</c>, never 0.</param>
/// <param name="Weights"><c>[K, D]</c>, row by row.</param>
/// <param name="Bias"><c>[K]</c>.</param>
public sealed record LogisticModel(double[] Mean, double[] Scale, double[] Weights, double[] Bias)
{
    public int Features => Mean.Length;

    public int Classes => Bias.Length;

    /// <summary>Logits <c>[N, K]</c> of features <c>[N, D]</c>, both row by row.</summary>
    public double[] Logits(ReadOnlySpan<float> features)
    {
        var rows = features.Length / Features;
        if (rows * Features != features.Length)
            throw new ArgumentException($"{features.Length} values are no whole number of rows of {Features}.", nameof(features));
        var logits = new double[rows * Classes];
        Span<double> standard = new double[Features];
        for (var i = 0; i < rows; i++)
        {
            var row = features.Slice(i * Features, Features);
            for (var j = 0; j < row.Length; j++)
                standard[j] = (row[j] - Mean[j]) / Scale[j];
            for (var k = 0; k < Classes; k++)
                logits[i * Classes + k] = Bias[k] + TensorPrimitives.Dot<double>(
                    standard, Weights.AsSpan(k * Features, Features));
        }

        return logits;
    }
}
