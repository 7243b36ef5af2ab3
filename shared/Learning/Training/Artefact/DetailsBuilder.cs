using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Reporting;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Draws up what the report says beyond the manifest.</summary>
internal sealed class DetailsBuilder(TrainingLayout layout, FeatureTable table, DecisionRule rule, TrainingHistory history)
{
    private DatasetManifest Dataset => layout.Dataset;

    /// <param name="manifest">With the metrics of both.</param>
    public TrainingDetails Build(ModelManifest manifest, OutOfFold outOfFold, OutOfFold heldOut)
    {
        var trained = outOfFold.Predictions(Dataset, rule.Temperature);
        var predictions = heldOut.Predictions(Dataset, rule.Temperature);
        var shown = new HeldOutImages(heldOut.Images, predictions, Decider);
        return new TrainingDetails
        {
            Outcome = history.Outcome,
            Choices = [.. history.Choices, .. DecisionChoices()],
            OutOfFoldModels = history.OutOfFoldModels,
            Images = BySplit(Count),
            Groups = BySplit(images => images.DistinctBy(image => image.Group).Count()),
            HeldOut = PredictionAnalysis.Of(predictions, manifest.HeldOut, Decider(predictions)),
            CrossValidated = PredictionAnalysis.Of(trained, manifest.CrossValidated, Decider(trained)),
            Probe = history.Probe is { } probe ? ModelComparison.Of(probe.Predictions(Dataset, temperature: 1), predictions) : null,
            Mistakes = shown.Mistakes(),
            Disagreement = shown.Disagreement([.. history.Members.Select(member => member.Predictions(Dataset, rule.Temperature))]),
            Ladders = history.Ladders,
            Curves = [.. history.Curves.Select(curve => curve with { Points = [.. curve.Points.Select(point => point.Finite())] })],
            Weights = [.. layout.Recipe.AllWeights.Select(weights => new WeightsOrigin(weights.Name, weights.Network, weights.Licence))],
            Threads = layout.Plan.Threads,
            Device = layout.Plan.Device.ToString().ToLowerInvariant(),
            Precision = layout.Precision is Networks.Precision.BFloat16 ? "bfloat16" : "float32",
            Steps = layout.Steps.Count,
        };
    }

    private Decider Decider(PredictionSet predictions) => new(predictions, rule.Threshold, rule.ReferBand, rule.ReferBelow);

    private IEnumerable<string> DecisionChoices()
    {
        yield return "temperature";
        if (rule.Threshold is not null)
            yield return "threshold";
        if (rule.ReferBand is not null || rule.ReferBelow is not null)
            yield return "refer band";
    }

    private Dictionary<Split, T> BySplit<T>(Func<IReadOnlyList<DatasetImage>, T> of) => table.Training.Concat(table.HeldOut)
        .GroupBy(image => image.Split)
        .ToDictionary(split => split.Key, split => of([.. split]));

    private static IReadOnlyDictionary<string, int> Count(IReadOnlyList<DatasetImage> images) =>
        images.CountBy(image => image.Label).OrderBy(count => count.Key, StringComparer.Ordinal).ToDictionary();
}
