using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Computes <see cref="ClassificationMetrics"/> with 95 % intervals from a stratified bootstrap of groups of images: percentiles of
/// the resamples, but for the calibration error, whose interval is pivotal. With two classes the figures are of the positive class at the
/// threshold; with more, AUC, average precision, sensitivity and specificity are means over one class against the rest, which
/// stand beside them class by class, and the class decided for is the most probable.
/// </summary>
public static class ClassificationEvaluator
{
    public const int DefaultResamples = 1_000;

    private const double Level = 0.95;
    private const ulong ConsistencyPurpose = 0xECE;

    /// <summary>The order of the images does not matter, for the intervals neither.</summary>
    /// <param name="threshold">At or above it the label is positive; null decides for the most probable class.</param>
    /// <exception cref="ArgumentException">A class has no image, so that no curve exists.</exception>
    public static ClassificationMetrics Evaluate(
        PredictionSet predictions, double? threshold, long seed = 0, int resamples = DefaultResamples)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        RefuseEmptyClass(predictions);
        var sheet = new FigureSheet(predictions, threshold);
        var everyImageOnce = Enumerable.Repeat(1, predictions.Count).ToArray();
        var row = sheet.Row(everyImageOnce);
        return sheet.ToMetrics(row, Intervals(predictions, sheet, row, seed, resamples), threshold, everyImageOnce);
    }

    /// <summary>
    /// Area under the ROC curve, ties by mid-ranks; macro one-vs-rest with more than two classes.
    /// Source: Hanley and McNeil, Radiology 143 (1982).
    /// </summary>
    public static double Auc(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        RefuseEmptyClass(predictions);
        return MacroAuc(RankedClasses(predictions), Enumerable.Repeat(1, predictions.Count).ToArray());
    }

    internal static RankedScores[] RankedClasses(PredictionSet predictions) => predictions.IsBinary
        ? [Ranked(predictions, predictions.PositiveIndex)]
        : [.. Enumerable.Range(0, predictions.Classes.Count).Select(k => Ranked(predictions, k))];

    internal static double MacroAuc(RankedScores[] ranked, ReadOnlySpan<int> weights)
    {
        double sum = 0;
        foreach (var scores in ranked)
            sum += scores.Auc(weights);
        return sum / ranked.Length;
    }

    internal static void RefuseEmptyClass(PredictionSet predictions)
    {
        for (var k = 0; k < predictions.Classes.Count; k++)
        {
            if (!predictions.Labels.Contains(k))
                throw new ArgumentException(
                    $"There is no image of class '{predictions.Classes[k]}' among the {predictions.Count} to evaluate: "
                    + "add some, for without them neither a ROC curve nor a sensitivity exists.", nameof(predictions));
        }
    }

    private static RankedScores Ranked(PredictionSet predictions, int index) =>
        new(predictions.Column(index), predictions.Is(index));

    private static (double Low, double High)?[] Intervals(
        PredictionSet predictions, FigureSheet sheet, double[] row, long seed, int resamples)
    {
        var groups = GroupsByProbabilities(predictions);
        var bootstrap = new StratifiedBootstrap(predictions.Labels, predictions.Classes.Count, groups, seed);
        var draws = new double[resamples][];
        for (var resample = 0; resample < resamples; resample++)
            draws[resample] = sheet.Row(bootstrap.Draw());
        var intervals = new (double Low, double High)?[row.Length];
        for (var figure = 0; figure < row.Length; figure++)
            intervals[figure] = StratifiedBootstrap.Interval(draws.Select(draw => draw[figure]), Level);

        var chance = SeededRandom.For(seed, ConsistencyPurpose);
        var calibrated = Enumerable.Range(0, resamples).Select(_ => sheet.Calibration.OfCalibrated(groups, chance));
        intervals[FigureSheet.Ece] = CalibrationError.Interval(
            row[FigureSheet.Ece], intervals[FigureSheet.Ece], StratifiedBootstrap.Interval(calibrated, Level));
        return intervals;
    }

    /// <summary>In an order that does not depend on how the images were listed, so that the draws do not either.</summary>
    private static List<int[]> GroupsByProbabilities(PredictionSet predictions)
    {
        var groups = predictions.ByGroup();
        foreach (var group in groups)
            Array.Sort(group, CompareImages);
        groups.Sort((a, b) => a.Zip(b, CompareImages).FirstOrDefault(order => order != 0, a.Length - b.Length));
        return groups;

        int CompareImages(int a, int b) => predictions.Row(a).SequenceCompareTo(predictions.Row(b));
    }
}
