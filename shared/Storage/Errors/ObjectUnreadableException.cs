namespace Lesion.Storage;

/// <summary>The store works, but this one object may not be read or moved; others may.</summary>
public sealed class ObjectUnreadableException(string bucket, string key, Exception inner)
    : Exception($"'{bucket}/{key}' cannot be read or moved: {inner.Message} Give this process the right to it and to its folder.", inner);
