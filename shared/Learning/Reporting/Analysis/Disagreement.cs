namespace Lesion.Learning.Reporting;

/// <summary>How far the members of an ensemble agree on the held-out images.</summary>
public sealed record Disagreement
{
    public required int Members { get; init; }

    /// <summary>Images on which not all members decide alike.</summary>
    public required int Images { get; init; }

    /// <summary>The share of these that the ensemble gets right; null where there are none.</summary>
    public double? Right { get; init; }

    /// <summary>Those on which they differ most.</summary>
    public required IReadOnlyList<ReportedImage> Examples { get; init; }
}
