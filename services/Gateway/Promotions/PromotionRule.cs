using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// The rule: on the images that were held out from both, the 95 % interval of the gain in AUC (paired bootstrap) must lie
/// above zero, and the sensitivity at the challenger's threshold must not fall below what is required. With more than two
/// classes both are means over one class against the rest.
/// </summary>
internal static class PromotionRule
{
    public static Verdict Weigh(Contender champion, Contender challenger, PromotionOptions options)
    {
        var classes = challenger.Predictions.Classes;
        if (!classes.SequenceEqual(champion.Predictions.Classes)
            || challenger.Manifest.Positive != champion.Manifest.Positive)
        {
            return new Verdict(false,
                $"Not comparable: it tells {Describe(challenger)} apart, the champion {Describe(champion)}."
                + " Promote it by hand if that is what you want.");
        }

        var common = InCommon(champion, challenger);
        var fewest = classes.Min(label => common.Count(pair => pair.Challenger.Label == label));
        if (fewest < options.FewestCommonImages)
        {
            return new Verdict(false,
                $"Not comparable: the two have {common.Count} held-out images in common, {fewest} of the rarest class; at"
                + $" least {options.FewestCommonImages} of each class are needed. Promote it by hand if it is better.");
        }

        return Weigh(
            Predictions(champion, common, pair => pair.Champion),
            Predictions(challenger, common, pair => pair.Challenger),
            champion.Manifest,
            challenger.Manifest,
            options);
    }

    private static Verdict Weigh(
        PredictionSet ofChampion,
        PredictionSet ofChallenger,
        ModelManifest champion,
        ModelManifest challenger,
        PromotionOptions options)
    {
        var gain = PairedBootstrap.CompareAuc(ofChampion, ofChallenger);
        var before = ClassificationEvaluator.Evaluate(ofChampion, champion.Threshold);
        var after = ClassificationEvaluator.Evaluate(ofChallenger, challenger.Threshold);
        var required = options.RequiredSensitivity ?? before.Intervals["sensitivity"][0];
        var isBetter = gain.Low > 0;
        var isSensitive = after.Sensitivity >= required;
        var sensitivity = ofChallenger.IsBinary ? "sensitivity" : "mean sensitivity of the classes";
        var figures =
            $"AUC {gain.Challenger:F3} against {gain.Champion:F3} on {ofChallenger.Count} held-out images, gain"
            + $" {gain.Difference:+0.000;-0.000;0.000} [{gain.Low:+0.000;-0.000;0.000}, {gain.High:+0.000;-0.000;0.000}];"
            + $" {sensitivity} {after.Sensitivity:F3} against {before.Sensitivity:F3}, required {required:F3}.";
        return (isBetter, isSensitive) switch
        {
            (true, true) => new Verdict(true, $"Better: {figures}"),
            (true, false) => new Verdict(false, $"Better, but not sensitive enough: {figures}"),
            _ => new Verdict(false, $"Not shown to be better: the interval of the gain reaches zero. {figures}"),
        };
    }

    /// <summary>By the challenger's label and group, which are the newer, where these changed meanwhile.</summary>
    private static List<(HeldOutPrediction Champion, HeldOutPrediction Challenger)> InCommon(
        Contender champion,
        Contender challenger) =>
        [
            .. champion.Predictions.Images.Join(
                challenger.Predictions.Images,
                image => image.ImageId,
                image => image.ImageId,
                (first, second) => (first, second)),
        ];

    private static PredictionSet Predictions(
        Contender contender,
        List<(HeldOutPrediction Champion, HeldOutPrediction Challenger)> common,
        Func<(HeldOutPrediction Champion, HeldOutPrediction Challenger), HeldOutPrediction> own)
    {
        var classes = contender.Predictions.Classes.ToList();
        return new PredictionSet(
            classes,
            [.. common.Select(pair => classes.IndexOf(pair.Challenger.Label))],
            [.. common.SelectMany(pair => own(pair).Probabilities)],
            contender.Manifest.Positive,
            [.. common.Select(pair => pair.Challenger.Group)]);
    }

    private static string Describe(Contender contender) =>
        string.Join(", ", contender.Predictions.Classes)
        + (contender.Manifest.Positive is { } positive ? $" (positive: {positive})" : "");
}
