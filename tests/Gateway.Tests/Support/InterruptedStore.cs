using Lesion.Storage;

namespace Lesion.Gateway.Tests.Support;

/// <summary>Another store, where something happens once: between the first answer about a key under a prefix and what follows.</summary>
internal sealed class InterruptedStore(IObjectStore inner, string prefix, Func<Task> happen) : IObjectStore
{
    private bool _hasHappened;

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.HeadAsync(bucket, key, cancellationToken);

    public async Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        var answer = await inner.GetAsync(bucket, key, cancellationToken);
        if (!_hasHappened && key.StartsWith(prefix, StringComparison.Ordinal))
        {
            _hasHappened = true;
            await happen();
        }

        return answer;
    }

    public Task<ObjectInfo> PutAsync(
        string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.PutAsync(bucket, key, content, options, cancellationToken);

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken);

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(bucket, key, cancellationToken);

    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(bucket, key, cancellationToken);
}
