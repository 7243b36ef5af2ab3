namespace Lesion.Evaluation;

/// <summary>
/// Compares two models on the same images: each resample of their groups is given to both, so that what is hard for both
/// cancels out.
/// </summary>
public static class PairedBootstrap
{
    private delegate double Figure(ReadOnlySpan<int> weights);

    /// <summary>The area under the ROC curve; macro one-vs-rest with more than two classes.</summary>
    /// <exception cref="ArgumentException">The two sets are not of the same images, classes and groups, or a class has no image.</exception>
    public static PairedDifference CompareAuc(
        PredictionSet champion, PredictionSet challenger, long seed = 0,
        int resamples = ClassificationEvaluator.DefaultResamples)
    {
        RefuseDifferentImages(champion, challenger);
        ClassificationEvaluator.RefuseEmptyClass(champion);
        var a = ClassificationEvaluator.RankedClasses(champion);
        var b = ClassificationEvaluator.RankedClasses(challenger);
        return Compare(
            champion,
            weights => ClassificationEvaluator.MacroAuc(a, weights),
            weights => ClassificationEvaluator.MacroAuc(b, weights),
            seed,
            resamples);
    }

    /// <summary>The mean sensitivity of the classes, each model at its own threshold.</summary>
    /// <exception cref="ArgumentException">The two sets are not of the same images, classes and groups, or a class has no image.</exception>
    public static PairedDifference CompareBalancedAccuracy(
        (PredictionSet Predictions, double? Threshold) champion,
        (PredictionSet Predictions, double? Threshold) challenger,
        long seed = 0,
        int resamples = ClassificationEvaluator.DefaultResamples)
    {
        RefuseDifferentImages(champion.Predictions, challenger.Predictions);
        ClassificationEvaluator.RefuseEmptyClass(champion.Predictions);
        var a = new Decisions(champion.Predictions, champion.Threshold);
        var b = new Decisions(challenger.Predictions, challenger.Threshold);
        return Compare(
            champion.Predictions,
            weights => a.Figures(weights).BalancedAccuracy,
            weights => b.Figures(weights).BalancedAccuracy,
            seed,
            resamples);
    }

    internal static void RefuseDifferentImages(PredictionSet champion, PredictionSet challenger)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        if (!champion.Classes.SequenceEqual(challenger.Classes) || !champion.Labels.SequenceEqual(challenger.Labels)
            || !champion.Groups.SequenceEqual(challenger.Groups))
            throw new ArgumentException(
                "The two models must be compared on the same images, in the same order, with the same classes and groups.",
                nameof(challenger));
    }

    private static PairedDifference Compare(
        PredictionSet images, Figure ofChampion, Figure ofChallenger, long seed, int resamples)
    {
        var bootstrap = new StratifiedBootstrap(images.Labels, images.Classes.Count, images.ByGroup(), seed);
        var draws = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            var weights = bootstrap.Draw();
            draws[resample] = ofChallenger(weights) - ofChampion(weights);
        }

        var (low, high) = StratifiedBootstrap.Interval(draws, 0.95)!.Value;
        var everyImageOnce = Enumerable.Repeat(1, images.Count).ToArray();
        var (a, b) = (ofChampion(everyImageOnce), ofChallenger(everyImageOnce));
        return new(a, b, b - a, low, high, draws.Average(d => d > 0 ? 1.0 : d < 0 ? 0.0 : 0.5));
    }
}
