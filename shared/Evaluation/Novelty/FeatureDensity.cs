using System.Numerics.Tensors;

namespace Lesion.Evaluation.Novelty;

/// <summary>
/// Where a network's features lie for the images that it was trained on: a normal density of the compressed features
/// asinh(x / 0.01), which tells how far away an image is by its Mahalanobis distance. Source: Lee, Lee, Lee and Shin, "A simple
/// unified framework for detecting out-of-distribution samples and adversarial attacks", NeurIPS 2018, with one mean for all
/// classes.
/// </summary>
public sealed class FeatureDensity
{
    /// <summary>What features are divided by before asinh, which is linear below and logarithmic above it.</summary>
    public const double Compression = 0.01;

    /// <summary>Added to the variances of standardised features: one that never changed would count infinitely.</summary>
    private const double LeastVariance = 1e-6;

    private FeatureDensity(double[] mean, double[] whitening, double shrinkage, int images) =>
        (Mean, Whitening, Shrinkage, Images) = (mean, whitening, shrinkage, images);

    /// <summary>d.</summary>
    public int Features => Mean.Length;

    /// <summary>Of the compressed features, [d].</summary>
    public double[] Mean { get; }

    /// <summary>W [d, d], row-major, lower triangular: the distance is the length of W (asinh(x / 0.01) - mean).</summary>
    public double[] Whitening { get; }

    /// <summary>ρ of <see cref="ShrunkCovariance"/>.</summary>
    public double Shrinkage { get; }

    /// <summary>That it was fitted to.</summary>
    public int Images { get; }

    /// <param name="features">[n, d], row-major, finite.</param>
    /// <param name="size">d.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FeatureDensity Fit(ReadOnlySpan<float> features, int size)
    {
        if (features.IsEmpty)
            throw new ArgumentException("A density needs at least one image.", nameof(features));
        var images = features.Length / size;
        var compressed = Compressed(features);
        var mean = new double[size];
        for (var i = 0; i < images; i++)
            TensorPrimitives.Add(mean, compressed.AsSpan(i * size, size), mean);
        TensorPrimitives.Divide(mean, images, mean);
        var deviation = Standardise(compressed, mean);
        var covariance = ShrunkCovariance.Of(compressed, size);
        for (var i = 0; i < size; i++)
            covariance.Values[i * (size + 1)] += LeastVariance;
        var whitening = Cholesky.Inverse(Cholesky.Factor(covariance.Values, size), size);
        for (var row = 0; row < size; row++)
            TensorPrimitives.Divide(whitening.AsSpan(row * size, size), deviation, whitening.AsSpan(row * size, size));
        return new FeatureDensity(mean, whitening, covariance.Shrinkage, images);
    }

    /// <summary>The Mahalanobis distance of each image.</summary>
    /// <param name="features">[n, d], row-major.</param>
    public double[] Distances(ReadOnlySpan<float> features)
    {
        var compressed = Compressed(features);
        var distances = new double[features.Length / Features];
        for (var i = 0; i < distances.Length; i++)
        {
            var from = compressed.AsSpan(i * Features, Features);
            TensorPrimitives.Subtract(from, Mean, from);
            var square = 0.0;
            for (var row = 0; row < Features; row++)
                square += Math.Pow(TensorPrimitives.Dot(Whitening.AsSpan(row * Features, row + 1), from[..(row + 1)]), 2);
            distances[i] = Math.Sqrt(square);
        }

        return distances;
    }

    private static double[] Compressed(ReadOnlySpan<float> features)
    {
        var compressed = new double[features.Length];
        for (var i = 0; i < compressed.Length; i++)
            compressed[i] = Math.Asinh(features[i] / Compression);
        return compressed;
    }

    /// <summary>Standardises the rows in place.</summary>
    /// <returns>The deviations [d]; 1 where a feature never changes.</returns>
    private static double[] Standardise(double[] rows, double[] mean)
    {
        var size = mean.Length;
        var deviation = new double[size];
        for (var start = 0; start < rows.Length; start += size)
        {
            var row = rows.AsSpan(start, size);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.MultiplyAdd(row, row, deviation, deviation);
        }

        for (var j = 0; j < size; j++)
            deviation[j] = Math.Sqrt(deviation[j] * size / rows.Length) is var value && value > 1e-9 ? value : 1;
        for (var start = 0; start < rows.Length; start += size)
            TensorPrimitives.Divide(rows.AsSpan(start, size), deviation, rows.AsSpan(start, size));
        return deviation;
    }
}
