using Lesion.Storage;

namespace Lesion.Preprocessing.Tests;

/// <summary>Another store that counts what is asked of it, and whose listings may break off.</summary>
internal sealed class WatchedStore(IObjectStore inner) : IObjectStore
{
    private int _listed;

    /// <summary>Objects that are yet to be listed before the store goes away; null is without end.</summary>
    public int? ListingsLeft { get; set; }

    public int Listed => _listed;

    public int Lists { get; private set; }

    public int Reads { get; private set; }

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.HeadAsync(bucket, key, cancellationToken);
    }

    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.GetAsync(bucket, key, cancellationToken);
    }

    public Task<ObjectInfo> PutAsync(
        string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.PutAsync(bucket, key, content, options, cancellationToken);

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default)
    {
        Lists++;
        return inner.ListAsync(bucket, prefix, startAfter, cancellationToken).Select(listing =>
            ListingsLeft is null || ListingsLeft-- > 0
                ? Count(listing)
                : throw new StoreUnavailableException("The store is away.", new IOException()));
    }

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(bucket, key, cancellationToken);

    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(bucket, key, cancellationToken);

    private ObjectListing Count(ObjectListing listing)
    {
        _listed++;
        return listing;
    }
}
