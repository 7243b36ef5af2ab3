using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Resamples of images, drawn with replacement within each class, as a weight (how often drawn) for each image.
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile interval).
/// </summary>
internal sealed class StratifiedBootstrap
{
    private readonly int[][] _strata;
    private readonly int[] _weights;
    private readonly SeededRandom _random;

    /// <param name="order">Places in <paramref name="labels"/> in an order that does not depend on how they were listed, so
    /// that the draws do not either; null takes them as listed.</param>
    public StratifiedBootstrap(IReadOnlyList<int> labels, int classes, long seed, IEnumerable<int>? order = null)
    {
        var places = (order ?? Enumerable.Range(0, labels.Count)).ToList();
        _strata = [.. Enumerable.Range(0, classes).Select(k => places.Where(i => labels[i] == k).ToArray())];
        _weights = new int[labels.Count];
        _random = SeededRandom.For(seed, 0xB007);
    }

    /// <summary>The next resample; the span is valid until the next call.</summary>
    public ReadOnlySpan<int> Draw()
    {
        Array.Clear(_weights);
        foreach (var stratum in _strata)
        {
            for (var i = 0; i < stratum.Length; i++)
                _weights[stratum[_random.NextBelow(stratum.Length)]]++;
        }

        return _weights;
    }

    /// <summary>The percentile interval of <paramref name="draws"/>, or null when none is a number.</summary>
    public static (double Low, double High)? Interval(IEnumerable<double> draws, double level)
    {
        var sorted = draws.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var tail = (1 - level) / 2;
        return (Quantile(sorted, tail), Quantile(sorted, 1 - tail));
    }

    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
