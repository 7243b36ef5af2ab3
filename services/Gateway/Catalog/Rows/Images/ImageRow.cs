using Lesion.Contracts;

namespace Lesion.Gateway.Catalog;

/// <summary>An image as far as it is known; word of its parts comes in any order.</summary>
internal sealed class ImageRow
{
    public required string Id { get; init; }

    /// <summary>False as long as only later steps have named it.</summary>
    public bool IsIngested { get; set; }

    public string? Format { get; set; }

    public int? Width { get; set; }

    public int? Height { get; set; }

    public long? Bytes { get; set; }

    /// <summary>The time of its first drop.</summary>
    public DateTimeOffset FirstDroppedAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The code of the reason why it is quarantined after all.</summary>
    public string? Rejected { get; set; }

    /// <summary>What the label rules made of folders, sheets and people.</summary>
    public string? Label { get; set; }

    public LabelSource? LabelSource { get; set; }

    public LabelState LabelState { get; set; }

    /// <summary>Recorded at first use in a dataset, and never changed.</summary>
    public int? Fold { get; set; }
}
