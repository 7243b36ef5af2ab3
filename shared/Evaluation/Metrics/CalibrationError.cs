namespace Lesion.Evaluation;

/// <summary>
/// Expected calibration error: the images lie in 15 equally wide bins by the probability of the class they are most
/// likely of; the error is the mean over images of |share that is right − mean probability| of their bin.
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
        Span<double> gap = stackalloc double[Bins];
        gap.Clear();
        long total = 0;
        for (var i = 0; i < _bin.Length; i++)
        {
            gap[_bin[i]] += weights[i] * ((_right[i] ? 1 : 0) - _confidence[i]);
            total += weights[i];
        }

        var sum = 0.0;
        foreach (var g in gap)
            sum += Math.Abs(g);
        return sum / total;
    }

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
