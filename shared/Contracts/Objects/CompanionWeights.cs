namespace Lesion.Contracts;

/// <summary>Pretrained weights of a further trunk of a model.</summary>
public sealed record CompanionWeights
{
    /// <summary>Their name.</summary>
    public required string Weights { get; init; }

    /// <summary>SHA-256 of their file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Their terms, as far as they are known; null of a version of an earlier build.</summary>
    public string? Licence { get; init; }
}
