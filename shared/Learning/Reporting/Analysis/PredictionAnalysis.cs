using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>What a report draws of a model's answers on labelled images, beside <see cref="ClassificationMetrics"/>.</summary>
public sealed record PredictionAnalysis
{
    /// <summary>Of the positive class; with more than two classes of each against the rest.</summary>
    public required IReadOnlyList<ClassRoc> Roc { get; init; }

    /// <summary>Class by class, with intervals.</summary>
    public required IReadOnlyList<ClassFigures> Classes { get; init; }

    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    public required ScoreHistogram Scores { get; init; }

    /// <summary>The share that is right of the images that are not referred to a person; null where all are.</summary>
    public double? AccuracyUnreferred { get; init; }

    /// <param name="metrics">Of these predictions.</param>
    /// <param name="rule">On these predictions.</param>
    internal static PredictionAnalysis Of(PredictionSet predictions, ClassificationMetrics metrics, Decider rule)
    {
        int[] shown = predictions.IsBinary ? [predictions.PositiveIndex] : [.. Enumerable.Range(0, predictions.Classes.Count)];
        var decided = Enumerable.Range(0, predictions.Count).Where(i => !rule.Refers(i)).ToList();
        return new PredictionAnalysis
        {
            Roc = [.. shown.Select(k => ClassRoc.Of(predictions, k))],
            Classes = [.. Enumerable.Range(0, predictions.Classes.Count).Select(k => ClassFigures.Of(predictions, metrics, rule, k))],
            Reliability = ReliabilityDiagram.Of(predictions),
            Scores = ScoreHistogram.Of(predictions, rule),
            AccuracyUnreferred = decided.Count > 0 ? (double)decided.Count(rule.IsRight) / decided.Count : null,
        };
    }
}
