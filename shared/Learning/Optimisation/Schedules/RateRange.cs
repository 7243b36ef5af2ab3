namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>
/// The learning-rate range test: the factor of each step, when to stop, and what rate its losses speak for.
/// Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017.
/// </summary>
internal sealed class RateRange(RateRangeRecipe recipe)
{
    /// <summary>Of the exponential average that tells whether the loss runs away: it differs from batch to batch.</summary>
    private const double Smoothing = 0.9;

    /// <summary>Steps to either side of the one whose slope is taken.</summary>
    private const int Reach = 5;

    /// <summary>A smoothed loss this many times the least one has run away.</summary>
    private const double Divergence = 2;

    /// <param name="step">From 0.</param>
    public double Factor(int step) =>
        recipe.Lowest * Math.Pow(recipe.Highest / recipe.Lowest, (double)step / (recipe.Steps - 1));

    /// <summary>Whether the losses so far end the test: the last is no number, or has run away, or all steps are done.</summary>
    public bool IsDone(IReadOnlyList<double> losses) =>
        losses.Count >= recipe.Steps || (losses.Count > 0 && Stable(losses) < losses.Count);

    /// <summary>
    /// The factor at which the loss falls fastest over the logarithm of the rate; null where it never falls. The slope at a
    /// step is that of a line through the losses about it (Savitzky and Golay, 1964), which lags behind nothing.
    /// </summary>
    /// <param name="losses">After each step, from the first.</param>
    public double? Choose(IReadOnlyList<double> losses)
    {
        var stable = Stable(losses);
        var reach = Math.Min(Reach, (stable - 1) / 2);
        double steepest = 0;
        double? chosen = null;
        for (var step = reach; reach > 0 && step < stable - reach; step++)
        {
            double slope = 0;
            for (var offset = -reach; offset <= reach; offset++)
                slope += offset * losses[step + offset];
            if (slope < steepest)
                (steepest, chosen) = (slope, Factor(step));
        }

        return chosen;
    }

    /// <summary>How many losses come before they run away, by their exponential average without its bias towards 0.</summary>
    private static int Stable(IReadOnlyList<double> losses)
    {
        double average = 0, weight = 0, least = double.PositiveInfinity;
        for (var step = 0; step < losses.Count; step++)
        {
            average = Smoothing * average + (1 - Smoothing) * losses[step];
            weight = Smoothing * weight + (1 - Smoothing);
            least = Math.Min(least, average / weight);
            if (!(average / weight <= Divergence * least)) // not a number has run away too
                return step;
        }

        return losses.Count;
    }
}
