using Lesion.Contracts;

namespace Lesion.Standalone.Demo.Reporting;

/// <summary>The model that a demonstration trained.</summary>
internal sealed record DemoModel
{
    public required int Version { get; init; }

    public required Split HeldOutSplit { get; init; }

    /// <summary>On images that no choice was made by.</summary>
    public required ClassificationMetrics HeldOut { get; init; }

    /// <summary>Why it serves.</summary>
    public string? Promotion { get; init; }
}
