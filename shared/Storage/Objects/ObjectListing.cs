namespace Lesion.Storage;

/// <summary>One row of a listing; S3 lists no metadata.</summary>
public readonly record struct ObjectListing(string Key, long Size, string ETag, DateTimeOffset LastModified);
