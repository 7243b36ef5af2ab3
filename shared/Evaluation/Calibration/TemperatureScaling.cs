namespace Lesion.Evaluation;

/// <summary>
/// One number that the logits are divided by so that the probabilities are calibrated; it changes no ranking.
/// Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
/// </summary>
public static class TemperatureScaling
{
    private const double Lowest = 0.02;
    private const double Highest = 50;

    /// <summary>
    /// The temperature in [0.02, 50] of least mean negative log likelihood. The likelihood is convex in 1/T, so it has
    /// one valley in log T, which golden-section search finds.
    /// </summary>
    /// <param name="logits"><c>[N, K]</c>, row by row, of images that were not trained on.</param>
    /// <param name="labels"><c>[N]</c>.</param>
    public static double Fit(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels)
    {
        if (labels.Length == 0 || logits.Length % labels.Length != 0 || logits.Length / labels.Length < 2)
            throw new ArgumentException(
                $"{logits.Length} logits are no whole number, at least 2, for each of {labels.Length} images.", nameof(logits));
        var shrink = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Lowest), high = Math.Log(Highest);
        double a = high - shrink * (high - low), b = low + shrink * (high - low);
        double lossA = NegativeLogLikelihood(logits, labels, Math.Exp(a));
        double lossB = NegativeLogLikelihood(logits, labels, Math.Exp(b));
        while (high - low > 1e-7)
        {
            if (lossA <= lossB)
            {
                (high, b, lossB) = (b, a, lossA);
                a = high - shrink * (high - low);
                lossA = NegativeLogLikelihood(logits, labels, Math.Exp(a));
            }
            else
            {
                (low, a, lossA) = (a, b, lossB);
                b = low + shrink * (high - low);
                lossB = NegativeLogLikelihood(logits, labels, Math.Exp(b));
            }
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Mean over images of −log softmax(logits / T) of the true class.</summary>
    public static double NegativeLogLikelihood(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, double temperature)
    {
        var classes = logits.Length / labels.Length;
        double sum = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var top = double.NegativeInfinity;
            foreach (var logit in row)
                top = Math.Max(top, logit);
            double total = 0;
            foreach (var logit in row)
                total += Math.Exp((logit - top) / temperature);
            sum += Math.Log(total) - (row[labels[i]] - top) / temperature;
        }

        return sum / labels.Length;
    }

    /// <summary>softmax(logits / T), row by row.</summary>
    public static double[] Apply(ReadOnlySpan<double> logits, int classes, double temperature)
    {
        var probabilities = new double[logits.Length];
        for (var start = 0; start < logits.Length; start += classes)
        {
            var top = double.NegativeInfinity;
            for (var k = 0; k < classes; k++)
                top = Math.Max(top, logits[start + k]);
            double total = 0;
            for (var k = 0; k < classes; k++)
                total += probabilities[start + k] = Math.Exp((logits[start + k] - top) / temperature);
            for (var k = 0; k < classes; k++)
                probabilities[start + k] /= total;
        }

        return probabilities;
    }
}
