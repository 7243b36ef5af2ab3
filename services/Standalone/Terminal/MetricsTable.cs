using Lesion.Contracts;
using Spectre.Console;

namespace Lesion.Standalone.Terminal;

/// <summary>Figures with their intervals, for a person.</summary>
internal static class MetricsTable
{
    /// <param name="images">What they are of, such as <c>held-out images</c>.</param>
    public static void Write(IAnsiConsole console, ClassificationMetrics metrics, string images)
    {
        console.MarkupLineInterpolated($"[bold]{Title(metrics, images)}[/]");
        console.Write(Create(metrics));
    }

    private static Table Create(ClassificationMetrics metrics)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("Figure")
            .AddColumn(new TableColumn("Value").RightAligned())
            .AddColumn("95 % interval");
        foreach (var (name, jsonName, value) in Figures(metrics))
        {
            table.AddRow(name, $"{value:0.000}", Interval(metrics, jsonName));
        }

        return table;
    }

    private static string Title(ClassificationMetrics metrics, string images) =>
        metrics.Positive is null
            ? $"{metrics.N} {images}, means over one class against the rest"
            : $"{metrics.N} {images}, positive is {metrics.Positive} from {metrics.Threshold:0.000} on";

    private static string Interval(ClassificationMetrics metrics, string jsonName) =>
        metrics.Intervals.TryGetValue(jsonName, out var interval) ? $"{interval[0]:0.000} to {interval[1]:0.000}" : "";

    private static IEnumerable<(string Name, string JsonName, double Value)> Figures(ClassificationMetrics metrics) =>
    [
        ("Balanced accuracy", "balancedAccuracy", metrics.BalancedAccuracy),
        ("Accuracy", "accuracy", metrics.Accuracy),
        ("AUC", "auc", metrics.Auc),
        ("Average precision", "averagePrecision", metrics.AveragePrecision),
        ("Sensitivity", "sensitivity", metrics.Sensitivity),
        ("Specificity", "specificity", metrics.Specificity),
        ("Calibration error", "ece", metrics.Ece),
    ];
}
