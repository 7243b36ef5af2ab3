namespace Lesion.Contracts;

/// <summary>An inference instance serves a version from now on, or failed to and keeps what it had.</summary>
public sealed record ModelActivated
{
    public required int Version { get; init; }

    /// <summary>The name that it serves under: <c>champion</c> or <c>challenger</c>.</summary>
    public string Alias { get; init; } = "champion";

    public required string Instance { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Why the version was not activated; null when it was.</summary>
    public string? Error { get; init; }
}
