using System.Numerics.Tensors;

namespace Lesion.Evaluation.Novelty;

/// <summary>
/// A covariance of fewer samples than it would need: (1 - ρ) S + ρ m I, where S is that of the samples and m the mean of its
/// diagonal. It can be inverted however few the samples are, unless they are all the same. Source: Ledoit and Wolf, "A
/// well-conditioned estimator for large-dimensional covariance matrices", Journal of Multivariate Analysis 88 (2004), which
/// gives the ρ of the least expected squared error.
/// </summary>
public sealed class ShrunkCovariance
{
    private ShrunkCovariance(double[] values, double shrinkage) => (Values, Shrinkage) = (values, shrinkage);

    /// <summary>[d, d], row-major.</summary>
    public double[] Values { get; }

    /// <summary>ρ, from 0, the samples' own covariance, to 1, the same variance in all directions.</summary>
    public double Shrinkage { get; }

    /// <param name="centred">Samples less their mean, [n, d], row-major.</param>
    /// <param name="size">d.</param>
    public static ShrunkCovariance Of(ReadOnlySpan<double> centred, int size)
    {
        var samples = centred.Length / size;
        var values = new double[size * size];
        var fourth = 0.0;
        for (var i = 0; i < samples; i++)
        {
            var sample = centred.Slice(i * size, size);
            fourth += Math.Pow(TensorPrimitives.SumOfSquares(sample), 2);
            for (var row = 0; row < size; row++)
            {
                var target = values.AsSpan(row * size, size);
                TensorPrimitives.MultiplyAdd(sample, sample[row] / samples, target, target);
            }
        }

        var mean = Enumerable.Range(0, size).Sum(i => values[i * (size + 1)]) / size;
        // Per dimension, as in the paper: d² is how far S lies from m I, b² how far from the truth by chance.
        var square = TensorPrimitives.SumOfSquares<double>(values);
        var distance = square / size - mean * mean;
        var chance = (fourth / samples - square) / samples / size;
        var shrinkage = distance > 0 ? Math.Clamp(chance / distance, 0, 1) : 1;
        TensorPrimitives.Multiply(values, 1 - shrinkage, values);
        for (var i = 0; i < size; i++)
            values[i * (size + 1)] += shrinkage * mean;
        return new ShrunkCovariance(values, shrinkage);
    }
}
