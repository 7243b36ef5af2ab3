using Lesion.Storage;

namespace Lesion.Training.Tests;

/// <summary>
/// The object store as one worker sees it, who is killed at a given write: before it, and everything after it fails.
/// </summary>
internal sealed class MortalStore(IObjectStore inner) : IObjectStore
{
    private int _writes;

    /// <summary>Killed at this write, counted from 1; null lives for ever.</summary>
    public int? DiesAt { get; init; }

    /// <summary>Done when an object has been looked for, before the worker hears of it.</summary>
    public Func<string, Task>? AfterHead { get; init; }

    /// <summary>Writes so far.</summary>
    public int Writes => _writes;

    private bool Dead => DiesAt is { } last && _writes >= last;

    public async Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        var info = await Alive().HeadAsync(bucket, key, cancellationToken);
        if (AfterHead is not null)
            await AfterHead(key);
        return info;
    }

    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        Alive().GetAsync(bucket, key, cancellationToken);

    public Task<ObjectInfo> PutAsync(
        string bucket, string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default) =>
        Write().PutAsync(bucket, key, content, options, cancellationToken);

    public IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket, string prefix = "", string? startAfter = null, CancellationToken cancellationToken = default) =>
        Alive().ListAsync(bucket, prefix, startAfter, cancellationToken);

    public Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        Write().DeleteAsync(bucket, key, cancellationToken);

    public Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default) =>
        Alive().TakeAsync(bucket, key, cancellationToken);

    private IObjectStore Write()
    {
        if (!Dead)
            Interlocked.Increment(ref _writes);
        return Alive();
    }

    private IObjectStore Alive() => Dead ? throw new KilledException() : inner;
}
