using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>How well one class is told from the rest, with any number of classes.</summary>
public sealed record ClassFigures
{
    private const string AucName = "auc";
    private const string FoundName = "sensitivity";
    private const string KeptApartName = "specificity";

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

    internal static ClassFigures Of(PredictionSet predictions, ClassificationMetrics metrics, Decider rule, int index)
    {
        var name = predictions.Classes[index];
        var own = Enumerable.Range(0, predictions.Count).Where(i => predictions.Labels[i] == index).ToList();
        var (auc, sensitivity, specificity, intervals) = OneOfSeveral(metrics, name) ?? OneOfTwo(metrics, isPositive: name == metrics.Positive);
        return new ClassFigures
        {
            Class = name,
            Images = own.Count,
            Referred = own.Count(rule.Refers),
            Auc = auc,
            Sensitivity = sensitivity,
            Specificity = specificity,
            Intervals = intervals,
        };
    }

    private static (double, double, double, IReadOnlyDictionary<string, double[]>)? OneOfSeveral(ClassificationMetrics metrics, string name) =>
        metrics.PerClass?.FirstOrDefault(figures => figures.Class == name) is { } own
            ? (own.Auc, own.Sensitivity, own.Specificity, own.Intervals)
            : null;

    /// <summary>Of two classes the AUC is the same, and what finds the one keeps the other apart.</summary>
    private static (double, double, double, IReadOnlyDictionary<string, double[]>) OneOfTwo(ClassificationMetrics metrics, bool isPositive)
    {
        var (found, keptApart) = isPositive ? (FoundName, KeptApartName) : (KeptApartName, FoundName);
        var intervals = new Dictionary<string, double[]>();
        foreach (var (key, source) in new[] { (AucName, AucName), (FoundName, found), (KeptApartName, keptApart) })
        {
            if (metrics.Intervals.TryGetValue(source, out var interval))
                intervals[key] = interval;
        }

        return isPositive
            ? (metrics.Auc, metrics.Sensitivity, metrics.Specificity, intervals)
            : (metrics.Auc, metrics.Specificity, metrics.Sensitivity, intervals);
    }
}
