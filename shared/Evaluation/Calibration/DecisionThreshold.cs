namespace Lesion.Evaluation;

/// <summary>
/// Chooses the probability from which an image is called positive. Give it out-of-fold predictions: chosen on the images
/// it is reported on, a threshold flatters itself.
/// </summary>
public static class DecisionThreshold
{
    /// <summary>The threshold of greatest sensitivity + specificity (Youden, Cancer 3, 1950); of equals the one nearest 0.5.</summary>
    public static double Balanced(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive) =>
        Inside(RocCurve.Of(probabilities, positive)
            .OrderByDescending(p => Math.Round(p.Sensitivity - p.FalsePositiveRate, 12))
            .ThenBy(p => Math.Abs(p.Threshold - 0.5))
            .First().Threshold);

    /// <summary>The highest threshold that keeps the required sensitivity.</summary>
    /// <param name="required">In (0, 1].</param>
    public static double ForSensitivity(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive, double required)
    {
        if (required is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(required), required, "A sensitivity lies above 0 and at most at 1.");
        return Inside(RocCurve.Of(probabilities, positive).First(p => p.Sensitivity >= required - 1e-12).Threshold);
    }

    private static double Inside(double threshold) => Math.Clamp(threshold, 0, 1);
}
