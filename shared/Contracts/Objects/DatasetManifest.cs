namespace Lesion.Contracts;

/// <summary>
/// The images of one training, frozen: <c>datasets/&lt;id&gt;.json</c>, the id being the SHA-256 of the manifest with an empty id.
/// </summary>
public sealed record DatasetManifest
{
    public required string Id { get; init; }

    /// <summary>Class names in ordinal order; the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The positive class; null with more than two classes.</summary>
    public string? Positive { get; init; }

    /// <summary>The recipe id of the canonical forms.</summary>
    public required string Recipe { get; init; }

    /// <summary>In the order of their ids.</summary>
    public required IReadOnlyList<DatasetImage> Images { get; init; }

    /// <summary>What was not taken, and why.</summary>
    public IReadOnlyList<LeftOutImage> LeftOut { get; init; } = [];
}
