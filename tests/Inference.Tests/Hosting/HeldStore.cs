using System.Collections.Concurrent;
using System.Threading.Channels;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Hosting;

/// <summary>A store in which what is read or put under chosen keys waits until a test lets it go on.</summary>
internal sealed class HeldStore(IObjectStore inner) : IObjectStore
{
    private readonly ConcurrentBag<Hold> _holds = [];

    /// <summary>Holds whoever reads or puts an object whose key begins so.</summary>
    public Hold HoldAt(string prefix)
    {
        var hold = new Hold(prefix);
        _holds.Add(hold);
        return hold;
    }

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.HeadAsync(bucket, key, cancellationToken);

    public async Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        await PassAsync(key, cancellationToken);
        return await inner.GetAsync(bucket, key, cancellationToken);
    }

    public async Task<ObjectInfo> PutAsync(
        string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default)
    {
        await PassAsync(key, cancellationToken);
        return await inner.PutAsync(bucket, key, content, options, cancellationToken);
    }

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken);

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(bucket, key, cancellationToken);

    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        inner.TakeAsync(bucket, key, cancellationToken);

    private Task PassAsync(string key, CancellationToken cancellationToken) =>
        Task.WhenAll(_holds.Where(hold => key.StartsWith(hold.Prefix, StringComparison.Ordinal)).Select(hold => hold.PassAsync(cancellationToken)));

    internal sealed class Hold(string prefix)
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

        public string Prefix { get; } = prefix;

        public void Release() => _released.TrySetResult();

        /// <summary>Waits until so many more have come.</summary>
        public async Task ReachedAsync(int count = 1)
        {
            for (var i = 0; i < count; i++)
            {
                await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            }
        }

        public Task PassAsync(CancellationToken cancellationToken)
        {
            _arrivals.Writer.TryWrite(Prefix);
            return _released.Task.WaitAsync(cancellationToken);
        }
    }
}
