using Lesion.Storage;

namespace Lesion.Ingestion.Tests;

/// <summary>A store that works for a number of changes and is away from then on.</summary>
internal sealed class FailingStore(IObjectStore inner, int changes) : IObjectStore
{
    private int _left = changes;

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.HeadAsync(bucket, key, cancellationToken);

    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.GetAsync(bucket, key, cancellationToken);

    public Task<ObjectInfo> PutAsync(
        string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default)
    {
        Change();
        return inner.PutAsync(bucket, key, content, options, cancellationToken);
    }

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken);

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(bucket, key, cancellationToken);

    public async Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        await inner.TakeAsync(bucket, key, cancellationToken) is { } taken ? new Taken(taken, Change) : null;

    private void Change()
    {
        if (_left-- <= 0)
            throw new StoreUnavailableException("The store is away.", new IOException());
    }

    private sealed class Taken(TakenObject inner, Action change) : TakenObject
    {
        public override ObjectInfo Info => inner.Info;

        public override string VersionId => inner.VersionId;

        public override Stream Content => inner.Content;

        public override Task RemoveAsync(CancellationToken cancellationToken = default)
        {
            change();
            return inner.RemoveAsync(cancellationToken);
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
