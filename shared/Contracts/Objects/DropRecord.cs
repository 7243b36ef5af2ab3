namespace Lesion.Contracts;

/// <summary>
/// One drop of an image, kept as <c>drops/&lt;imageId&gt;/&lt;dropId&gt;.json</c>: the same bytes may be dropped under many keys.
/// </summary>
public sealed record DropRecord
{
    /// <summary>Hash of <see cref="Key"/> and <see cref="VersionId"/>: the same drop seen twice is one record.</summary>
    public required string DropId { get; init; }

    public required string ImageId { get; init; }

    /// <summary>The key in the inbox.</summary>
    public required string Key { get; init; }

    /// <summary>The version in the inbox that was read.</summary>
    public required string VersionId { get; init; }

    public required DateTimeOffset DroppedAt { get; init; }

    /// <summary>The label that the folder gives, lower case; null for <c>unlabelled/</c>.</summary>
    public string? Label { get; init; }

    /// <summary>The group that the uploader gave (a patient, a lesion), if any.</summary>
    public string? Group { get; init; }
}
