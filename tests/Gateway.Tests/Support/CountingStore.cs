using System.Collections.Concurrent;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Support;

/// <summary>Another store that notes which objects are asked for, and whose listings may break off.</summary>
internal sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    public ConcurrentQueue<string> Reads { get; } = [];

    /// <summary>Objects that are yet to be listed before the store goes away; null is without end.</summary>
    public int? ListingsLeft { get; set; }

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Reads.Enqueue(key);
        return inner.HeadAsync(bucket, key, cancellationToken);
    }

    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Reads.Enqueue(key);
        return inner.GetAsync(bucket, key, cancellationToken);
    }

    public Task<ObjectInfo> PutAsync(
        string bucket,
        string key,
        Stream content,
        PutOptions? options = null,
        CancellationToken cancellationToken = default) =>
        inner.PutAsync(bucket, key, content, options, cancellationToken);

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket,
        string prefix = "",
        string? startAfter = null,
        CancellationToken cancellationToken = default) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken).Select(listing => ListingsLeft is null || ListingsLeft-- > 0
            ? listing
            : throw new StoreUnavailableException("The store is away.", new IOException()));

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(bucket, key, cancellationToken);

    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(bucket, key, cancellationToken);
}
