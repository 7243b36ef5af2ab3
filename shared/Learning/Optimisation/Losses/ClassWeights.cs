namespace Lesion.Learning.Optimisation.Losses;

internal static class ClassWeights
{
    /// <summary>
    /// The weight of each class [K]; their mean over the images is 1. Balanced: n / (K · n_k), as in King and Zeng, "Logistic
    /// regression in rare events data", Political Analysis 9 (2001).
    /// </summary>
    /// <param name="counts">Images of each class [K].</param>
    /// <exception cref="ArgumentException">A class has no image, so that no weight makes it count.</exception>
    public static float[] Of(ClassWeighting weighting, IReadOnlyList<int> counts)
    {
        if (weighting is ClassWeighting.None)
            return [.. counts.Select(_ => 1f)];
        if (counts.Any(count => count <= 0))
            throw new ArgumentException($"A class has no image: the counts are {string.Join(", ", counts)}.", nameof(counts));
        var images = counts.Sum(count => (double)count);
        return [.. counts.Select(count => (float)(images / (counts.Count * (double)count)))];
    }
}
