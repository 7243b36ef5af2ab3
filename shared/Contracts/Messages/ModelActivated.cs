namespace Lesion.Contracts;

/// <summary>An inference instance serves a version from now on, or failed to and keeps what it had.</summary>
public sealed record ModelActivated
{
    public required int Version { get; init; }

    public required string Instance { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Why the version was not activated; null when it was.</summary>
    public string? Error { get; init; }
}
