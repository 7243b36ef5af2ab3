using System.Numerics.Tensors;

namespace Lesion.Evaluation;

/// <summary>
/// Chooses the images that a person should look at: with two classes by a band of probabilities about the threshold, with more
/// by the probability of the most likely class.
/// </summary>
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
        var referred = Referred(share, probabilities.Length);
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

    /// <summary>
    /// The probability of the most likely class below which an image is referred, so that the given share of out-of-fold images
    /// is. Null when the share is 0. Source: Chow, "On optimum recognition error and reject tradeoff", IEEE Transactions on
    /// Information Theory 16 (1970).
    /// </summary>
    /// <param name="predictions">Out of fold.</param>
    /// <param name="share">Share of images to refer, in [0, 1).</param>
    public static double? Below(PredictionSet predictions, double share)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var referred = Referred(share, predictions.Count);
        if (referred == 0)
            return null;
        var highest = new double[predictions.Count];
        for (var i = 0; i < highest.Length; i++)
            highest[i] = TensorPrimitives.Max(predictions.Row(i));
        Array.Sort(highest);
        return referred == highest.Length ? highest[^1] : (highest[referred - 1] + highest[referred]) / 2;
    }

    private static int Referred(double share, int images) => share is >= 0 and < 1
        ? (int)Math.Round(share * images)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies in [0, 1).");

    private static double LogOdds(double p)
    {
        var inside = Math.Clamp(p, 1e-12, 1 - 1e-12);
        return Math.Log(inside / (1 - inside));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
