namespace Lesion.Contracts;

/// <summary>
/// How well a classifier does on labelled images. Binary figures are of the positive class at the threshold; with more
/// than two classes they are macro averages over one class against the rest, and the threshold is null (argmax).
/// </summary>
public sealed record ClassificationMetrics
{
    /// <summary>Number of images.</summary>
    public required int N { get; init; }

    /// <summary>The names of the classes, in the order of <see cref="ConfusionMatrix"/>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    public string? Positive { get; init; }

    public double? Threshold { get; init; }

    public required double Accuracy { get; init; }

    public required double BalancedAccuracy { get; init; }

    /// <summary>Area under the ROC curve, ties counted half.</summary>
    public required double Auc { get; init; }

    public required double AveragePrecision { get; init; }

    public required double Sensitivity { get; init; }

    public required double Specificity { get; init; }

    /// <summary>
    /// Expected calibration error, in [0, 1]: of the probability of the class that is most likely, with any number of classes.
    /// </summary>
    public required double Ece { get; init; }

    /// <summary>95 % bootstrap intervals [low, high] by the figure's JSON name.</summary>
    public required IReadOnlyDictionary<string, double[]> Intervals { get; init; }

    /// <summary>Rows: the true class; columns: the class decided for; both in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<int[]> ConfusionMatrix { get; init; } = [];

    /// <summary>Each class against the rest; null with two classes, of which the figures above say all.</summary>
    public IReadOnlyList<ClassMetrics>? PerClass { get; init; }
}
