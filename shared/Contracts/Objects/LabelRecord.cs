namespace Lesion.Contracts;

/// <summary>A person's label, kept as <c>labels/&lt;imageId&gt;.json</c> before the request that gave it is answered.</summary>
public sealed record LabelRecord
{
    public required string ImageId { get; init; }

    /// <summary>Lower case; null takes the label back, so that the image is unlabelled.</summary>
    public string? Label { get; init; }

    public required LabelSource Source { get; init; }

    public required DateTimeOffset LabelledAt { get; init; }
}
