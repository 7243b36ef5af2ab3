namespace Lesion.Gateway.Catalog;

/// <summary>A file in the quarantine.</summary>
internal sealed class RejectionRow
{
    /// <summary>Its key in the bucket of images.</summary>
    public required string Key { get; init; }

    public required string DropKey { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required DateTimeOffset RejectedAt { get; init; }

    public string? ImageId { get; init; }
}
