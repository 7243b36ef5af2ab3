using Lesion.Standalone.Terminal;
using Spectre.Console;

namespace Lesion.Standalone.Demo.Reporting;

/// <summary>Shows how a demonstration went.</summary>
internal static class DemoTable
{
    private const int MostProbable = 3;

    public static void Write(IAnsiConsole console, DemoReport report)
    {
        console.WriteLine();
        console.Write(Summary(report));
        MetricsTable.Write(console, report.Model.HeldOut, "held-out images");
        console.Write(Classifications(report));
        console.MarkupLineInterpolated($"[grey]{Disclaimer.Text}[/]");
    }

    private static Table Summary(DemoReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false, Title = new TableTitle("What was done") }
            .AddColumn("")
            .AddColumn("");
        table.AddRow("Files dropped", $"{report.Dropped}");
        table.AddRow("Rejected, in quarantine", $"{report.Rejected}");
        table.AddRow("Distinct images prepared", $"{report.Prepared} of {report.Images}");
        table.AddRow("Model version", $"{report.Model.Version}");
        table.AddRow("Drop to prepared", $"{report.Timings.Preparation:0.0} s");
        table.AddRow("Training", $"{report.Timings.Training:0.0} s");
        table.AddRow("Published to serving", $"{report.Timings.Swap:0.0} s");
        table.AddRow("Altogether", $"{report.Timings.Total:0.0} s");
        return table;
    }

    private static Table Classifications(DemoReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle("Held-out images, asked over HTTP") }
            .AddColumn("Image")
            .AddColumn("Truth")
            .AddColumn("Decision")
            .AddColumn("Probabilities")
            .AddColumn(new TableColumn("Time").RightAligned());
        foreach (var one in report.Classifications)
        {
            var colour = one.Decision == one.Truth ? "green" : one.Decision == one.Label ? "red" : "yellow";
            var probabilities = one.Probabilities.OrderByDescending(pair => pair.Value).Take(MostProbable).Select(pair => $"{pair.Key} {pair.Value:0.00}");
            table.AddRow(
                Markup.Escape(one.File),
                Markup.Escape(one.Truth),
                $"[{colour}]{Markup.Escape(one.Decision)}[/]",
                Markup.Escape(string.Join(", ", probabilities)),
                $"{one.Milliseconds:0} ms");
        }

        return table;
    }
}
