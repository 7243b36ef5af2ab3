using Lesion.Contracts;
using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Http;

/// <summary>An image as it is listed.</summary>
public sealed record ImageResource
{
    /// <summary>Lower-case hexadecimal SHA-256 of the file's bytes.</summary>
    public required string Id { get; init; }

    public string? Format { get; init; }

    /// <summary>Pixels across, as stored.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels down, as stored.</summary>
    public int? Height { get; init; }

    /// <summary>Size of the file.</summary>
    public long? Bytes { get; init; }

    /// <summary>The time of its first drop.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    /// <summary>The label that counts.</summary>
    public string? Label { get; init; }

    /// <summary>Where the label is from; a person outranks a sheet, a sheet a folder.</summary>
    public LabelSource? LabelSource { get; init; }

    /// <summary><c>unlabelled</c>, <c>labelled</c>, or <c>conflicted</c>: left out of training until a person decides.</summary>
    public required string LabelState { get; init; }

    /// <summary>0 to 4 from the first training on; null before.</summary>
    public int? Fold { get; init; }

    /// <summary>Whether the canonical form exists.</summary>
    public required bool Prepared { get; init; }

    /// <summary>Why it is in the quarantine, though it was stored at first.</summary>
    public string? Rejected { get; init; }

    internal static ImageResource Of(ImageRow row, bool isPrepared) => new()
    {
        Id = row.Id,
        Format = row.Format,
        Width = row.Width,
        Height = row.Height,
        Bytes = row.Bytes,
        DroppedAt = row.FirstDroppedAt == DateTimeOffset.MaxValue ? null : row.FirstDroppedAt,
        Label = row.Label,
        LabelSource = row.LabelSource,
        LabelState = row.LabelState.ToString().ToLowerInvariant(),
        Fold = row.Fold,
        Prepared = isPrepared,
        Rejected = row.Rejected,
    };
}
