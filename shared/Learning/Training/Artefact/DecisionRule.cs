using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>How the network's logits become decisions, all of it chosen on out-of-fold predictions.</summary>
/// <param name="Threshold">Of the positive class; null with more than two classes.</param>
/// <param name="ReferBand">Likewise.</param>
/// <param name="ReferBelow">Of the most likely class; null with two classes.</param>
internal sealed record DecisionRule(double Temperature, double? Threshold, double[]? ReferBand, double? ReferBelow)
{
    public static DecisionRule From(OutOfFold outOfFold, DatasetManifest dataset, DecisionRecipe recipe)
    {
        var temperature = TemperatureScaling.Fit(outOfFold.Logits, outOfFold.Labels(dataset));
        var predictions = outOfFold.Predictions(dataset, temperature);
        if (!predictions.IsBinary)
            return new DecisionRule(temperature, null, null, Evaluation.ReferBand.Below(predictions, recipe.ReferShare));
        var probabilities = predictions.Column(predictions.PositiveIndex);
        var positive = predictions.Is(predictions.PositiveIndex);
        var threshold = recipe.RequiredSensitivity is { } required
            ? DecisionThreshold.ForSensitivity(probabilities, positive, required)
            : DecisionThreshold.Balanced(probabilities, positive);
        var band = Evaluation.ReferBand.Around(threshold, probabilities, recipe.ReferShare);
        return new DecisionRule(temperature, threshold, band, ReferBelow: null);
    }
}
