namespace Lesion.Gateway.Catalog;

/// <summary>One drop of an image into the inbox.</summary>
internal sealed class DropRow
{
    public required string DropId { get; init; }

    public required string ImageId { get; init; }

    /// <summary>The key in the inbox.</summary>
    public required string Key { get; init; }

    /// <summary>The last segment of <see cref="Key"/>, by which label sheets find it.</summary>
    public required string FileName { get; init; }

    public required string VersionId { get; init; }

    public required DateTimeOffset DroppedAt { get; init; }

    public string? Label { get; init; }

    public string? Group { get; init; }
}
