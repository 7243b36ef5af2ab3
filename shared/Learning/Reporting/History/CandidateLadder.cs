namespace Lesion.Learning.Reporting;

/// <summary>Alternatives that were compared on the same out-of-fold images.</summary>
public sealed record CandidateLadder
{
    /// <summary>What they are, such as <c>L2 penalty of the probe</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How many images they were compared on.</summary>
    public required int Images { get; init; }

    /// <summary>In the order in which they were tried.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }
}
