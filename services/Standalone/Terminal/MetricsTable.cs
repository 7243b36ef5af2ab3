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
        if (metrics.PerClass is { } classes)
        {
            console.Write(PerClass(classes));
        }
    }

    private static Table Create(ClassificationMetrics metrics)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("Figure")
            .AddColumn(new TableColumn("Value").RightAligned())
            .AddColumn("95 % interval");
        foreach (var (name, jsonName, value) in Figures(metrics))
        {
            table.AddRow(name, $"{value:0.000}", Interval(metrics.Intervals, jsonName));
        }

        return table;
    }

    private static Table PerClass(IReadOnlyList<ClassMetrics> classes)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("Class, against the rest")
            .AddColumn(new TableColumn("Images").RightAligned())
            .AddColumn("AUC")
            .AddColumn("Sensitivity")
            .AddColumn("Specificity");
        foreach (var one in classes)
        {
            string Cell(double value, string jsonName) => $"{value:0.000} ({Interval(one.Intervals, jsonName)})";
            table.AddRow(
                Markup.Escape(one.Class), $"{one.N}", Cell(one.Auc, "auc"), Cell(one.Sensitivity, "sensitivity"),
                Cell(one.Specificity, "specificity"));
        }

        return table;
    }

    private static string Title(ClassificationMetrics metrics, string images) =>
        metrics.Positive is null
            ? $"{metrics.N} {images}, {metrics.Classes.Count} classes: means over one class against the rest"
            : $"{metrics.N} {images}, positive is {metrics.Positive} from {metrics.Threshold:0.000} on";

    private static string Interval(IReadOnlyDictionary<string, double[]> intervals, string jsonName) =>
        intervals.TryGetValue(jsonName, out var interval) ? $"{interval[0]:0.000} to {interval[1]:0.000}" : "";

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
