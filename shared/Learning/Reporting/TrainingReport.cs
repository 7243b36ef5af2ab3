using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>All figures of a training: <c>report.json</c>.</summary>
public sealed record TrainingReport
{
    public required ModelManifest Manifest { get; init; }

    public required TrainingDetails Details { get; init; }

    /// <summary>What follows from the figures, in plain words.</summary>
    public IReadOnlyList<string> Findings => Reporting.Findings.Of(Manifest, Details);
}
