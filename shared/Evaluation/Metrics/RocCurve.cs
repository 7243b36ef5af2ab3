namespace Lesion.Evaluation;

/// <summary>The ROC curve of a binary classifier, for drawing and for choosing a threshold.</summary>
public static class RocCurve
{
    /// <summary>
    /// The corner points from (0, 0) to (1, 1), one for each distinct score in falling order; each threshold lies half
    /// way to the next lower score, so that it does not sit on an image.
    /// The first threshold is the least number above every score.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or a class has no image.</exception>
    public static IReadOnlyList<RocPoint> Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"{scores.Length} scores for {positive.Length} labels.", nameof(positive));
        var keys = scores.ToArray();
        var labels = positive.ToArray();
        Array.Sort(keys, labels);
        var positives = labels.Count(p => p);
        var negatives = labels.Length - positives;
        if (positives == 0 || negatives == 0)
            throw new ArgumentException("A ROC curve needs images of both classes.", nameof(positive));
        var points = new List<RocPoint> { new(0, 0, Math.BitIncrement(keys[^1])) };
        int truePositives = 0, falsePositives = 0;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                truePositives++;
            else
                falsePositives++;
            if (i > 0 && keys[i - 1] == keys[i])
                continue;
            var threshold = i > 0 ? (keys[i] + keys[i - 1]) / 2 : keys[i];
            points.Add(new((double)falsePositives / negatives, (double)truePositives / positives, threshold));
        }

        return points;
    }
}
