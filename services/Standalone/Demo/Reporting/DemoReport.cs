
namespace Lesion.Standalone.Demo.Reporting;

/// <summary>How a demonstration went; what is shown as a table, and written by <c>--json</c>.</summary>
internal sealed record DemoReport
{
    /// <summary>Files that were put into the inbox.</summary>
    public required int Dropped { get; init; }

    /// <summary>Files that were refused and lie in the quarantine.</summary>
    public required int Rejected { get; init; }

    /// <summary>Distinct images; files of the same bytes are one.</summary>
    public required int Images { get; init; }

    /// <summary>Images with a canonical form.</summary>
    public required int Prepared { get; init; }

    public required DemoModel Model { get; init; }

    public required IReadOnlyList<DemoClassification> Classifications { get; init; }

    public required DemoTimings Timings { get; init; }

    /// <summary>The folder of all state.</summary>
    public required string Data { get; init; }

    /// <summary>Where the system listened.</summary>
    public required string Address { get; init; }
}
