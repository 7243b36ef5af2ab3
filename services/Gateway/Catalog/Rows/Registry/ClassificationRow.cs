namespace Lesion.Gateway.Catalog;

/// <summary>The answer to a request.</summary>
internal sealed class ClassificationRow
{
    public required string RequestId { get; init; }

    public required DateTimeOffset ClassifiedAt { get; init; }

    /// <summary>Null where the answer is an error.</summary>
    public string? ImageId { get; init; }

    public string? Label { get; init; }

    public string? Decision { get; init; }

    public int? ModelVersion { get; init; }

    /// <summary>The whole answer.</summary>
    public required string Json { get; set; }
}
