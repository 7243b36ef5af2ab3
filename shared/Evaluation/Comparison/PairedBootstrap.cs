namespace Lesion.Evaluation;

/// <summary>Compares two models on the same images.</summary>
public static class PairedBootstrap
{
    /// <summary>Each resample of images is given to both models, so that what is hard for both cancels out.</summary>
    /// <exception cref="ArgumentException">The two sets are not of the same images and classes.</exception>
    public static AucDifference CompareAuc(
        PredictionSet champion, PredictionSet challenger, long seed = 0,
        int resamples = ClassificationEvaluator.DefaultResamples)
    {
        RefuseDifferentImages(champion, challenger);
        ClassificationEvaluator.RefuseEmptyClass(champion);
        var a = ClassificationEvaluator.RankedClasses(champion);
        var b = ClassificationEvaluator.RankedClasses(challenger);
        var bootstrap = new StratifiedBootstrap(champion.Labels, champion.Classes.Count, seed);
        var draws = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            var weights = bootstrap.Draw();
            draws[resample] = ClassificationEvaluator.MacroAuc(b, weights) - ClassificationEvaluator.MacroAuc(a, weights);
        }

        var (low, high) = StratifiedBootstrap.Interval(draws, 0.95)!.Value;
        var everyImageOnce = Enumerable.Repeat(1, champion.Count).ToArray();
        var aucA = ClassificationEvaluator.MacroAuc(a, everyImageOnce);
        var aucB = ClassificationEvaluator.MacroAuc(b, everyImageOnce);
        var better = draws.Average(d => d > 0 ? 1.0 : d < 0 ? 0.0 : 0.5);
        return new(aucA, aucB, aucB - aucA, low, high, better);
    }

    internal static void RefuseDifferentImages(PredictionSet champion, PredictionSet challenger)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        if (!champion.Classes.SequenceEqual(challenger.Classes) || !champion.Labels.SequenceEqual(challenger.Labels))
            throw new ArgumentException(
                "The two models must be compared on the same images, in the same order, with the same classes.",
                nameof(challenger));
    }
}
