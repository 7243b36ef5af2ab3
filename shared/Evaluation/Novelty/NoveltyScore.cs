namespace Lesion.Evaluation.Novelty;

/// <summary>
/// How unlike the training images an image is: its distance from their density as a multiple of a limit. The limit is a
/// quantile of the training images' own distances, each from a density that was fitted without the image's fold; at more than
/// 1 an image is unlike what the model was trained on.
/// </summary>
/// <param name="Density">Fitted to all training images.</param>
/// <param name="Limit">A Mahalanobis distance.</param>
/// <param name="OutOfFold">The novelty of each training image, ascending.</param>
public sealed record NoveltyScore(FeatureDensity Density, double Limit, IReadOnlyList<double> OutOfFold)
{
    /// <summary>Where all training images are the same, and every distance is zero.</summary>
    private const double LeastLimit = 1e-3;

    /// <param name="features">Of the training images, [n, d], row-major, finite.</param>
    /// <param name="folds">[n], at least two different ones.</param>
    /// <param name="share">Of the training images, out of fold, that the limit lets lie beyond it; in [0, 1).</param>
    /// <exception cref="ArgumentException">There are fewer than two folds, or lengths do not fit.</exception>
    public static NoveltyScore Fit(ReadOnlySpan<float> features, IReadOnlyList<int> folds, double share)
    {
        if (folds.Distinct().Count() < 2 || features.Length % folds.Count != 0)
            throw new ArgumentException("Images of at least two folds are needed, each with as many features as the others.", nameof(folds));
        var size = features.Length / folds.Count;
        var distances = new List<double>(folds.Count);
        foreach (var fold in folds.Distinct().Order())
        {
            var density = FeatureDensity.Fit(Rows(features, folds, other => other != fold), size);
            distances.AddRange(density.Distances(Rows(features, folds, own => own == fold)));
        }

        distances.Sort();
        var limit = Math.Max(LeastLimit, Quantile(distances, 1 - share));
        return new NoveltyScore(FeatureDensity.Fit(features, size), limit, [.. distances.Select(distance => distance / limit)]);
    }

    /// <summary>The novelty of each image.</summary>
    /// <param name="features">[n, d], row-major.</param>
    public double[] Of(ReadOnlySpan<float> features) => [.. Density.Distances(features).Select(distance => distance / Limit)];

    /// <summary>The novelty that a share of the training images, out of fold, does not exceed.</summary>
    public double Quantile(double share) => Quantile(OutOfFold, share);

    private static double Quantile(IReadOnlyList<double> ascending, double share)
    {
        var place = share * (ascending.Count - 1);
        var (below, above) = (ascending[(int)Math.Floor(place)], ascending[(int)Math.Ceiling(place)]);
        return below + (place - Math.Floor(place)) * (above - below);
    }

    private static float[] Rows(ReadOnlySpan<float> features, IReadOnlyList<int> folds, Predicate<int> isWanted)
    {
        var size = features.Length / folds.Count;
        var rows = new List<float>();
        for (var i = 0; i < folds.Count; i++)
        {
            if (isWanted(folds[i]))
                rows.AddRange(features.Slice(i * size, size));
        }

        return [.. rows];
    }
}
