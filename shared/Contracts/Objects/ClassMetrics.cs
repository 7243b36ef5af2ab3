namespace Lesion.Contracts;

/// <summary>How well one of several classes is told from the rest.</summary>
public sealed record ClassMetrics
{
    public required string Class { get; init; }

    /// <summary>Number of its images.</summary>
    public required int N { get; init; }

    /// <summary>Area under the ROC curve of its probability, its images against all others.</summary>
    public required double Auc { get; init; }

    public required double AveragePrecision { get; init; }

    /// <summary>The share of its images that are decided for it.</summary>
    public required double Sensitivity { get; init; }

    /// <summary>The share of the other images that are not decided for it.</summary>
    public required double Specificity { get; init; }

    /// <summary>95 % bootstrap intervals [low, high] by the figure's JSON name.</summary>
    public required IReadOnlyDictionary<string, double[]> Intervals { get; init; }
}
