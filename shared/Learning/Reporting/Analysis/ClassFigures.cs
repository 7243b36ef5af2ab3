using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>How well one class is told from the rest.</summary>
public sealed record ClassFigures
{
    public required string Class { get; init; }

    /// <summary>Images that are of it.</summary>
    public required int Images { get; init; }

    /// <summary>Those of them that the model refers to a person.</summary>
    public required int Referred { get; init; }

    public required double Auc { get; init; }

    /// <summary>The share of its images that the model decides so.</summary>
    public required double Sensitivity { get; init; }

    /// <summary>The share of the other images that the model decides otherwise.</summary>
    public required double Specificity { get; init; }

    /// <summary>95 % bootstrap intervals [low, high] by the figure's JSON name.</summary>
    public required IReadOnlyDictionary<string, double[]> Intervals { get; init; }

    internal static ClassFigures Of(PredictionSet predictions, Decider rule, int index)
    {
        var scores = ClassificationEvaluator.Evaluate(OneAgainstRest(predictions, index, i => predictions.Row(i)[index]), 0.5);
        var decisions = ClassificationEvaluator.Evaluate(OneAgainstRest(predictions, index, i => rule.Decide(i) == index ? 1 : 0), 0.5);
        return new ClassFigures
        {
            Class = predictions.Classes[index],
            Images = predictions.Labels.Count(label => label == index),
            Referred = Enumerable.Range(0, predictions.Count).Count(i => predictions.Labels[i] == index && rule.Refers(i)),
            Auc = scores.Auc,
            Sensitivity = decisions.Sensitivity,
            Specificity = decisions.Specificity,
            Intervals = scores.Intervals.Where(interval => interval.Key == "auc")
                .Concat(decisions.Intervals.Where(interval => interval.Key is "sensitivity" or "specificity"))
                .ToDictionary(),
        };
    }

    private static PredictionSet OneAgainstRest(PredictionSet predictions, int index, Func<int, double> probability)
    {
        string[] classes = ["rest", "one"];
        var labels = predictions.Is(index).Select(member => member ? 1 : 0).ToArray();
        return new PredictionSet(
            classes, labels, [.. Enumerable.Range(0, predictions.Count).SelectMany(i => new[] { 1 - probability(i), probability(i) })], "one");
    }
}
