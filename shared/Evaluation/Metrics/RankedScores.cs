namespace Lesion.Evaluation;

/// <summary>
/// Scores sorted once, so that the area under the ROC curve and the average precision of any resample
/// (a whole-number weight for each image) take one pass.
/// </summary>
internal sealed class RankedScores
{
    private readonly int[] _order;
    private readonly bool[] _positive;
    private readonly int[] _tieEnds;

    public RankedScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        _order = new int[scores.Length];
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        var sorted = scores.ToArray();
        Array.Sort(sorted, _order);
        _positive = new bool[_order.Length];
        var ends = new List<int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            _positive[i] = positive[_order[i]];
            if (i + 1 == sorted.Length || sorted[i + 1] != sorted[i])
                ends.Add(i + 1);
        }

        _tieEnds = [.. ends];
    }

    /// <summary>Mann and Whitney's statistic with mid-ranks for ties; NaN when a class has no weight.</summary>
    public double Auc(ReadOnlySpan<int> weights)
    {
        double wins = 0;
        long negativesBelow = 0, positives = 0;
        var start = 0;
        foreach (var end in _tieEnds)
        {
            var (p, q) = Tally(weights, start, end);
            wins += p * (negativesBelow + 0.5 * q);
            negativesBelow += q;
            positives += p;
            start = end;
        }

        return positives == 0 || negativesBelow == 0 ? double.NaN : wins / ((double)positives * negativesBelow);
    }

    /// <summary>Sum over descending distinct scores of (gain in recall) × precision; NaN without positives.</summary>
    public double AveragePrecision(ReadOnlySpan<int> weights)
    {
        double sum = 0;
        long positives = 0, taken = 0;
        for (var tie = _tieEnds.Length - 1; tie >= 0; tie--)
        {
            var (p, q) = Tally(weights, tie == 0 ? 0 : _tieEnds[tie - 1], _tieEnds[tie]);
            positives += p;
            taken += p + q;
            if (p > 0)
                sum += (double)p * positives / taken;
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    private (long Positives, long Negatives) Tally(ReadOnlySpan<int> weights, int start, int end)
    {
        long p = 0, q = 0;
        for (var i = start; i < end; i++)
        {
            if (_positive[i])
                p += weights[_order[i]];
            else
                q += weights[_order[i]];
        }

        return (p, q);
    }
}
