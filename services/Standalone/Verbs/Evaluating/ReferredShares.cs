using Lesion.Inference;
using Spectre.Console;

namespace Lesion.Standalone.Verbs.Evaluating;

/// <summary>Which share of the images is referred to a person, by reason; an image may have both.</summary>
/// <param name="UnlikeTraining">Null where the model does not tell.</param>
internal sealed record ReferredShares(double Uncertain, double? UnlikeTraining)
{
    public static ReferredShares Of(PredictionRun run, OnnxModel model) => new(
        Share(run, DecisionRule.Uncertain), model.Card.Novelty is null ? null : Share(run, DecisionRule.UnlikeTraining));

    public void Write(IAnsiConsole console) => console.MarkupLineInterpolated(
        $"Referred: {100 * Uncertain:0.0} % as uncertain{(UnlikeTraining is { } unlike ? $", {100 * unlike:0.0} % as unlike the training images" : "")}.");

    private static double Share(PredictionRun run, string reason) =>
        run.Predictions.Average(prediction => prediction.Verdict.Reasons.Contains(reason) ? 1.0 : 0);
}
