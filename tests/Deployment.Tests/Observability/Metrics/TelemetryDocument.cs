using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>What <c>docs/telemetry.md</c> says that is emitted. That it really is, the tests of telemetry see to.</summary>
internal static partial class TelemetryDocument
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs/telemetry.md"));

    /// <summary>The instruments of the processes. One that two tables list has the attributes of both.</summary>
    public static IReadOnlyList<ListedInstrument> Instruments { get; } =
    [
        .. MarkdownTable.Rows(Lines, "instrument", "unit", "kind", "attributes", "")
            .Select(cells => new ListedInstrument(cells[0].Trim('`'), cells[1].Trim('`'), KindOf(cells[2]), Words(cells[3]), Words(cells[4])))
            .GroupBy(instrument => instrument.Name)
            .Select(listed => listed.Aggregate((first, second) => first with
            {
                Attributes = first.Attributes.Union(second.Attributes).ToHashSet(),
            })),
    ];

    /// <summary>What is not of our processes, under its name in Prometheus.</summary>
    public static IReadOnlyList<Metric> Others { get; } =
    [
        .. MarkdownTable.Rows(Lines, "metric", "kind", "labels", "").Select(cells => new Metric(
            cells[0].Trim('`'),
            Words(cells[2]).Concat(["job", "instance"]).ToDictionary(label => label, IReadOnlySet<string> (_) => new HashSet<string>()),
            KindOf(cells[1]) == InstrumentKind.Counter)),
    ];

    private static InstrumentKind KindOf(string kind) => kind switch
    {
        "counter" => InstrumentKind.Counter,
        "up-down counter" => InstrumentKind.UpDownCounter,
        "gauge" => InstrumentKind.Gauge,
        "histogram" => InstrumentKind.Histogram,
        _ => throw new InvalidDataException($"'{kind}' is no kind of instrument: counter, up-down counter, gauge or histogram."),
    };

    /// <summary>What a cell has between backticks.</summary>
    private static HashSet<string> Words(string cell) => [.. Code().Matches(cell).Select(match => match.Groups["word"].Value)];

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex Code();
}
