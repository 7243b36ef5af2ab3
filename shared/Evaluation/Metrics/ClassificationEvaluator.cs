using Lesion.Contracts;

namespace Lesion.Evaluation;

/// <summary>
/// Computes <see cref="ClassificationMetrics"/> with 95 % intervals from a stratified percentile bootstrap. With two
/// classes the figures are of the positive class at the threshold; with more, AUC, average precision, sensitivity and
/// specificity are means over one class against the rest, and the class decided for is the most probable.
/// </summary>
public static class ClassificationEvaluator
{
    public const int DefaultResamples = 1_000;

    private const double Level = 0.95;

    private static readonly string[] Names =
        ["accuracy", "balancedAccuracy", "auc", "averagePrecision", "sensitivity", "specificity", "ece"];

    /// <summary>The order of the images does not matter, for the intervals neither.</summary>
    /// <param name="threshold">At or above it the label is positive; null decides for the most probable class.</param>
    /// <exception cref="ArgumentException">A class has no image, so that no curve exists.</exception>
    public static ClassificationMetrics Evaluate(
        PredictionSet predictions, double? threshold, long seed = 0, int resamples = DefaultResamples)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        RefuseEmptyClass(predictions);
        var decisions = new Decisions(predictions, predictions.IsBinary ? threshold : null);
        var calibration = new CalibrationError(predictions);
        var ranked = RankedClasses(predictions);
        var everyImageOnce = Enumerable.Repeat(1, predictions.Count).ToArray();
        var figures = Figures(decisions, calibration, ranked, everyImageOnce);
        return new ClassificationMetrics
        {
            N = predictions.Count,
            Positive = predictions.IsBinary ? predictions.Positive : null,
            Threshold = predictions.IsBinary ? threshold : null,
            Accuracy = figures[0],
            BalancedAccuracy = figures[1],
            Auc = figures[2],
            AveragePrecision = figures[3],
            Sensitivity = figures[4],
            Specificity = figures[5],
            Ece = figures[6],
            Intervals = Intervals(predictions, decisions, calibration, ranked, seed, resamples),
            ConfusionMatrix = Rows(decisions.Confusion(everyImageOnce), predictions.Classes.Count),
        };
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

    private static RankedScores Ranked(PredictionSet predictions, int index) =>
        new(predictions.Column(index), predictions.Is(index));

    private static double[] Figures(
        Decisions decisions, CalibrationError calibration, RankedScores[] ranked, ReadOnlySpan<int> weights)
    {
        var decided = decisions.Figures(weights);
        double precision = 0;
        foreach (var scores in ranked)
            precision += scores.AveragePrecision(weights);
        return
        [
            decided.Accuracy, decided.BalancedAccuracy, MacroAuc(ranked, weights), precision / ranked.Length,
            decided.Sensitivity, decided.Specificity, calibration.Of(weights),
        ];
    }

    private static Dictionary<string, double[]> Intervals(
        PredictionSet predictions, Decisions decisions, CalibrationError calibration, RankedScores[] ranked, long seed,
        int resamples)
    {
        var byProbabilities = Enumerable.Range(0, predictions.Count).ToList();
        byProbabilities.Sort((a, b) => predictions.Row(a).SequenceCompareTo(predictions.Row(b)));
        var bootstrap = new StratifiedBootstrap(predictions.Labels, predictions.Classes.Count, seed, byProbabilities);
        var draws = new double[Names.Length][];
        for (var figure = 0; figure < draws.Length; figure++)
            draws[figure] = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            var figures = Figures(decisions, calibration, ranked, bootstrap.Draw());
            for (var figure = 0; figure < figures.Length; figure++)
                draws[figure][resample] = figures[figure];
        }

        var intervals = new Dictionary<string, double[]>();
        for (var figure = 0; figure < Names.Length; figure++)
        {
            if (StratifiedBootstrap.Interval(draws[figure], Level) is var (low, high))
                intervals[Names[figure]] = [low, high];
        }

        return intervals;
    }

    private static int[][] Rows(long[] counts, int classes) =>
        [.. counts.Select(c => (int)c).Chunk(classes)];

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
}
