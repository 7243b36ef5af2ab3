namespace Lesion.Contracts;

/// <summary>Where bytes lie in the object store. Bytes never ride in messages.</summary>
public sealed record ObjectReference
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>The entity tag of the version that is meant; null means the latest.</summary>
    public string? ETag { get; init; }
}
