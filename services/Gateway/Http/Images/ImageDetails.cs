using Lesion.Contracts;
using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Http;

/// <summary>All that is known of one image.</summary>
public sealed record ImageDetails
{
    public required ImageResource Image { get; init; }

    /// <summary>Every time and every name under which it was dropped.</summary>
    public required IReadOnlyList<DropRecord> Drops { get; init; }

    /// <summary>What preparing it found, by the recipe of the canonical form.</summary>
    public required IReadOnlyDictionary<string, ImageMeasures> Measures { get; init; }

    internal static ImageDetails Of(ImageRow image, IEnumerable<DropRow> drops, IReadOnlyList<PreparedRow> prepared) => new()
    {
        Image = ImageResource.Of(image, prepared.Count > 0),
        Drops =
        [
            .. drops.OrderBy(drop => drop.DroppedAt).ThenBy(drop => drop.DropId, StringComparer.Ordinal).Select(drop => new DropRecord
            {
                DropId = drop.DropId,
                ImageId = drop.ImageId,
                Key = drop.Key,
                VersionId = drop.VersionId,
                DroppedAt = drop.DroppedAt,
                Label = drop.Label,
                Group = drop.Group,
            }),
        ],
        Measures = prepared.ToDictionary(
            row => row.Recipe,
            row => new ImageMeasures(row.Width, row.Height, row.PerceptualHash, row.Sharpness, row.Exposure)),
    };
}
