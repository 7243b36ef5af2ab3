namespace Lesion.Contracts;

/// <summary>
/// One decision about a version: the alias file <c>models/lesion/aliases/&lt;alias&gt;.json</c> holds the last that was in
/// favour, <c>models/lesion/history/…</c> all of them.
/// </summary>
public sealed record Promotion
{
    /// <summary><c>champion</c>, or <c>challenger</c>: shown a share of the images too.</summary>
    public required string Alias { get; init; }

    public required int Version { get; init; }

    /// <summary>The version that had the alias before.</summary>
    public int? Previous { get; init; }

    /// <summary>False: the version was weighed and the alias stays where it was.</summary>
    public required bool Promoted { get; init; }

    /// <summary><c>rule</c>, or who asked.</summary>
    public required string By { get; init; }

    /// <summary>Why, with the figures, for a person.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
