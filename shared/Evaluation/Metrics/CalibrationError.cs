using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Expected calibration error: the images lie in 15 equally wide bins by the probability of the class they are most
/// likely of; the error is the mean over images of |share that is right − mean probability| of their bin. With more than two
/// classes too it is of the most likely one, not of each.
/// Source: Guo et al., "On calibration of modern neural networks", ICML 2017, equation 3.
/// </summary>
internal sealed class CalibrationError
{
    public const int Bins = 15;

    private readonly int[] _bin;
    private readonly bool[] _right;
    private readonly double[] _confidence;

    public CalibrationError(PredictionSet predictions)
    {
        _bin = new int[predictions.Count];
        _right = new bool[predictions.Count];
        _confidence = new double[predictions.Count];
        for (var i = 0; i < predictions.Count; i++)
        {
            var row = predictions.Row(i);
            var top = Argmax(row);
            _confidence[i] = row[top];
            _right[i] = top == predictions.Labels[i];
            // A bin holds its upper bound, as in the source: (0, 1/15], (1/15, 2/15], …
            _bin[i] = Math.Clamp((int)Math.Ceiling(row[top] * Bins) - 1, 0, Bins - 1);
        }
    }

    public double Of(ReadOnlySpan<int> weights)
    {
        Span<double> gaps = stackalloc double[Bins];
        gaps.Clear();
        long total = 0;
        for (var i = 0; i < _bin.Length; i++)
        {
            gaps[_bin[i]] += weights[i] * ((_right[i] ? 1 : 0) - _confidence[i]);
            total += weights[i];
        }

        return MeanOfAbsolute(gaps, total);
    }

    /// <summary>
    /// The error that chance alone gives: of the same probabilities, when each is right as often as it says. Images of a group
    /// share their luck, as near-duplicates do: the most that chance can give.
    /// </summary>
    /// <param name="groups">Every image once, groups in the order of the draws.</param>
    public double OfCalibrated(IReadOnlyList<int[]> groups, SeededRandom random)
    {
        Span<double> gaps = stackalloc double[Bins];
        gaps.Clear();
        foreach (var group in groups)
        {
            var luck = random.NextUnit();
            foreach (var i in group)
                gaps[_bin[i]] += (luck < _confidence[i] ? 1 : 0) - _confidence[i];
        }

        return MeanOfAbsolute(gaps, _bin.Length);
    }

    /// <summary>
    /// The error of a resample is larger than that of its images, so that the percentiles of resamples lie too high: they are
    /// turned over about the estimate (the pivotal interval, as Kumar, Liang and Ma use it in "Verified uncertainty
    /// calibration", NeurIPS 2019), and the estimate stays inside. The interval begins at 0 where calibrated probabilities
    /// may give as large an error (Bröcker and Smith, Weather and Forecasting 22, 2007).
    /// </summary>
    /// <param name="resampled">The percentiles of resamples.</param>
    /// <param name="calibrated">Those of <see cref="OfCalibrated"/>.</param>
    public static (double Low, double High)? Interval(
        double estimate, (double Low, double High)? resampled, (double Low, double High)? calibrated)
    {
        if (resampled is not var (low, high) || calibrated is not var (_, byChance))
            return null;
        return (
            estimate <= byChance ? 0 : Math.Max(0, (2 * estimate) - high),
            Math.Clamp((2 * estimate) - low, estimate, 1));
    }

    private static double MeanOfAbsolute(ReadOnlySpan<double> gaps, long images)
    {
        var sum = 0.0;
        foreach (var gap in gaps)
            sum += Math.Abs(gap);
        return sum / images;
    }

    public IReadOnlyList<ReliabilityBin> ToBins() =>
    [
        .. Enumerable.Range(0, _bin.Length)
            .GroupBy(image => _bin[image])
            .OrderBy(bin => bin.Key)
            .Select(bin => ReliabilityBin.Of(
                (double)bin.Key / Bins,
                (bin.Key + 1.0) / Bins,
                bin.Count(),
                bin.Average(image => _confidence[image]),
                bin.Count(image => _right[image]))),
    ];

    private static int Argmax(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
        {
            if (row[k] > row[best])
                best = k;
        }

        return best;
    }
}
