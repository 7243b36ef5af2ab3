namespace Lesion.Standalone.Demo.Reporting;

/// <summary>One held-out image, what it is, and what the served model said.</summary>
internal sealed record DemoClassification
{
    public required string File { get; init; }

    public required string Truth { get; init; }

    public required string Label { get; init; }

    public required string Decision { get; init; }

    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>Of the whole request, as the asker saw it.</summary>
    public required double Milliseconds { get; init; }
}
