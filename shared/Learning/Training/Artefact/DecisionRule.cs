using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>How the network's logits become decisions, all of it chosen on out-of-fold predictions.</summary>
/// <param name="Threshold">Of the positive class; null with more than two classes.</param>
/// <param name="ReferBand">Likewise.</param>
internal sealed record DecisionRule(double Temperature, double? Threshold, double[]? ReferBand)
{
    public static DecisionRule From(OutOfFold outOfFold, DatasetManifest dataset, DecisionRecipe recipe)
    {
        var temperature = TemperatureScaling.Fit(outOfFold.Logits, outOfFold.Labels(dataset));
        var predictions = outOfFold.Predictions(dataset, temperature);
        if (!predictions.IsBinary)
            return new DecisionRule(temperature, null, null);
        var probabilities = predictions.Column(predictions.PositiveIndex);
        var positive = predictions.Is(predictions.PositiveIndex);
        var threshold = recipe.RequiredSensitivity is { } required
            ? DecisionThreshold.ForSensitivity(probabilities, positive, required)
            : DecisionThreshold.Balanced(probabilities, positive);
        return new DecisionRule(temperature, threshold, Evaluation.ReferBand.Around(threshold, probabilities, recipe.ReferShare));
    }
}
