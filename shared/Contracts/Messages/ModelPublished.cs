namespace Lesion.Contracts;

/// <summary>A version is complete in the registry; whether it serves is decided by promotion.</summary>
public sealed record ModelPublished
{
    public required int Version { get; init; }

    /// <summary>The <see cref="ModelManifest"/>.</summary>
    public required ObjectReference Manifest { get; init; }

    public string? TrainingId { get; init; }
}
