namespace Lesion.Storage;

/// <summary>Somebody else was first: the object exists already, or is no longer the one that was read.</summary>
public sealed class PreconditionFailedException(string bucket, string key)
    : Exception($"'{bucket}/{key}' was put by somebody else meanwhile.");
