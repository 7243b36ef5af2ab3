using Lesion.Evaluation;
using Lesion.Standalone.Verbs.Evaluating;
using Spectre.Console;

namespace Lesion.Standalone.Terminal;

/// <summary>Two models on the same images, for a person.</summary>
internal static class ComparisonTable
{
    public static void Write(IAnsiConsole console, ModelComparison comparison)
    {
        console.MarkupLineInterpolated($"[bold]Against {comparison.Against}, on the same images[/]");
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("Figure")
            .AddColumn(new TableColumn("This").RightAligned())
            .AddColumn(new TableColumn("Other").RightAligned())
            .AddColumn(new TableColumn("Difference").RightAligned())
            .AddColumn("95 % interval")
            .AddColumn("Verdict");
        AddRow(table, "AUC, paired bootstrap", comparison.Auc);
        if (comparison.AucDeLong is { } exact)
        {
            AddRow(table, exact.IgnoresGroups ? "AUC, DeLong, groups ignored" : "AUC, DeLong", exact);
        }

        AddRow(table, "Balanced accuracy, paired bootstrap", comparison.BalancedAccuracy);
        console.Write(table);
    }

    private static void AddRow(Table table, string name, PairedDifference difference) => table.AddRow(
        name,
        $"{difference.Challenger:0.000}",
        $"{difference.Champion:0.000}",
        Signed(difference.Difference),
        $"{Signed(difference.Low)} to {Signed(difference.High)}",
        difference switch
        {
            { Low: > 0 } => "better",
            { High: < 0 } => "worse",
            _ => "no difference shown",
        });

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000");
}
