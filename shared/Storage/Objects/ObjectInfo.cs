namespace Lesion.Storage;

/// <summary>What is known of an object without its bytes.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Changes with the content, in a folder whenever it is put; opaque.</param>
/// <param name="Metadata">User metadata; keys are lower case.</param>
public sealed record ObjectInfo(
    string Bucket,
    string Key,
    long Size,
    string ETag,
    DateTimeOffset LastModified,
    string? ContentType,
    IReadOnlyDictionary<string, string> Metadata);
