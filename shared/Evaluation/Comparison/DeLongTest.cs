namespace Lesion.Evaluation;

/// <summary>
/// Compares the AUCs of two binary models on the same images without resampling. Every image counts as independent of the others, also
/// where they share a group, and the answer then says so; <see cref="PairedBootstrap"/> heeds groups.
/// Source: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988); mid-rank form by Sun and Xu, IEEE Signal Processing
/// Letters 21 (2014).
/// </summary>
public static class DeLongTest
{
    private const double NormalQuantile975 = 1.959963984540054;

    /// <exception cref="ArgumentException">Not the same images, more than two classes, or fewer than 2 of a class.</exception>
    public static PairedDifference Compare(PredictionSet champion, PredictionSet challenger)
    {
        PairedBootstrap.RefuseDifferentImages(champion, challenger);
        if (!champion.IsBinary)
            throw new ArgumentException("DeLong's test is for two classes; use the paired bootstrap.", nameof(champion));
        var positive = champion.Is(champion.PositiveIndex);
        var (aucA, winsA, lossesA) = Components(champion.Column(champion.PositiveIndex), positive);
        var (aucB, winsB, lossesB) = Components(challenger.Column(challenger.PositiveIndex), positive);
        if (winsA.Length < 2 || lossesA.Length < 2)
            throw new ArgumentException("DeLong's test needs at least 2 images of each class.", nameof(champion));
        var variance = VarianceOfDifference(winsA, winsB) / winsA.Length
            + VarianceOfDifference(lossesA, lossesB) / lossesA.Length;
        var difference = aucB - aucA;
        var error = Math.Sqrt(Math.Max(variance, 0));
        var better = error > 0 ? NormalCumulative(difference / error) : 0.5 + 0.5 * Math.Sign(difference);
        return new(aucA, aucB, difference,
            difference - NormalQuantile975 * error, difference + NormalQuantile975 * error, better)
        {
            IgnoresGroups = champion.SharesGroups,
        };
    }

    private static (double Auc, double[] OfPositives, double[] OfNegatives) Components(double[] scores, bool[] positive)
    {
        var positives = scores.Where((_, i) => positive[i]).ToArray();
        var negatives = scores.Where((_, i) => !positive[i]).ToArray();
        var all = MidRanks([.. positives, .. negatives]);
        var amongPositives = MidRanks(positives);
        var amongNegatives = MidRanks(negatives);
        var wins = positives.Select((_, i) => (all[i] - amongPositives[i]) / negatives.Length).ToArray();
        var losses = negatives
            .Select((_, j) => 1 - (all[positives.Length + j] - amongNegatives[j]) / positives.Length).ToArray();
        return (wins.Average(), wins, losses);
    }

    private static double[] MidRanks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        var sorted = (double[])values.Clone();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end + 1) / 2.0;
            start = end;
        }

        return ranks;
    }

    private static double VarianceOfDifference(double[] a, double[] b)
    {
        var differences = a.Zip(b, (x, y) => y - x).ToArray();
        var mean = differences.Average();
        return differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1);
    }

    /// <summary>Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7.</summary>
    private static double NormalCumulative(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * x);
        var tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.Exp(-x * x);
        return z >= 0 ? 1 - tail / 2 : tail / 2;
    }
}
