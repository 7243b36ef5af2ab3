namespace Lesion.Storage;

/// <summary>
/// Buckets of objects with the semantics of S3: a put is atomic, may be conditional, and is seen at once; keys are listed
/// by prefix in ordinal order; an object carries user metadata and an entity tag.
/// </summary>
/// <remarks>
/// A store that cannot be reached throws <see cref="StoreUnavailableException"/>, a key that no store can hold
/// <see cref="InvalidObjectKeyException"/>. An object that is absent is null, not an exception.
/// </remarks>
public interface IObjectStore
{
    Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default);

    /// <summary>Opens an object for reading, or gives null where there is none. Dispose what is returned.</summary>
    Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default);

    /// <summary>Puts an object whole; readers see the old one or the new one, never a part.</summary>
    /// <exception cref="PreconditionFailedException">The condition in <paramref name="options"/> does not hold.</exception>
    Task<ObjectInfo> PutAsync(
        string bucket,
        string key,
        Stream content,
        PutOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Objects whose key begins with <paramref name="prefix"/>, in ordinal order of their keys.</summary>
    /// <param name="startAfter">Only keys that come after this one.</param>
    IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket,
        string prefix = "",
        string? startAfter = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes an object; one that is absent is no error.</summary>
    Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes an object that others may overwrite at any time, so that exactly what was read can be removed: an object put
    /// under the same key meanwhile stays. Null where there is none, or where somebody else holds it.
    /// </summary>
    /// <remarks>
    /// A folder hands a version to one taker among all processes, S3 to one in this process. So two may make the same of one
    /// version, and removing what is gone already is no error.
    /// </remarks>
    /// <exception cref="ObjectUnreadableException">The object is there and may not be read or moved.</exception>
    Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default);
}
