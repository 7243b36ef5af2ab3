namespace Lesion.Evaluation;

/// <summary>Chooses the band of probabilities about the threshold in which a person should look.</summary>
public static class ReferBand
{
    /// <summary>
    /// The band that holds the given share of out-of-fold images, those nearest to the threshold in log odds, where the
    /// decision errs most. Null when the share is 0.
    /// </summary>
    /// <param name="probabilities">Of the positive class, out of fold.</param>
    /// <param name="share">Share of images to refer, in [0, 1).</param>
    /// <returns>[low, high], the threshold inside.</returns>
    public static double[]? Around(double threshold, ReadOnlySpan<double> probabilities, double share)
    {
        if (share is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies in [0, 1).");
        var referred = (int)Math.Round(share * probabilities.Length);
        if (referred == 0)
            return null;
        var centre = LogOdds(threshold);
        var distances = new double[probabilities.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = Math.Abs(LogOdds(probabilities[i]) - centre);
        Array.Sort(distances);
        var reach = distances[referred - 1];
        return [Logistic(centre - reach), Logistic(centre + reach)];
    }

    private static double LogOdds(double p)
    {
        var inside = Math.Clamp(p, 1e-12, 1 - 1e-12);
        return Math.Log(inside / (1 - inside));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
