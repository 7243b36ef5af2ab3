namespace Lesion.Contracts;

/// <summary>Classify an image that is known, by its id, or one that was put into the bucket <c>lesion-requests</c>.</summary>
public sealed record ClassifyImage
{
    /// <summary>Chosen by the asker and given back in the answer.</summary>
    public required string RequestId { get; init; }

    public string? ImageId { get; init; }

    /// <summary><c>lesion-requests</c>; other buckets are refused.</summary>
    public string? Bucket { get; init; }

    public string? Key { get; init; }

    /// <summary><c>champion</c> (default), <c>challenger</c>, or the number of a version.</summary>
    public string? Model { get; init; }

    /// <summary>The orientations in which the network is shown the image: 1, 2, 4 or 8, at most the model's own, which is the default.</summary>
    public int? Views { get; init; }
}
