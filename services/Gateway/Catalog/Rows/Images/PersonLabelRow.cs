namespace Lesion.Gateway.Catalog;

/// <summary>The last label that a person gave an image.</summary>
internal sealed class PersonLabelRow
{
    public required string ImageId { get; init; }

    /// <summary>Null takes the label back.</summary>
    public string? Label { get; set; }

    public DateTimeOffset LabelledAt { get; set; }

    /// <summary>The entity tag of the object this was read from; null where a message brought it.</summary>
    public string? ETag { get; set; }
}
