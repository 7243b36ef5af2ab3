using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Sweep;

/// <summary>
/// Goes through a prefix of the object store, a page at a time, and reads only what the catalog does not know: a million
/// known objects cost a thousand pages of listing, as many short queries, and no request for an object. An object that is
/// damaged is left aside with a warning: it must not keep the catalog from knowing the others.
/// </summary>
/// <param name="progress">Told the key of every object that was learnt, by several threads at once.</param>
internal sealed partial class StoreReader(
    IObjectStore store,
    IDbContextFactory<CatalogContext> contexts,
    ILogger<StoreReader> logger,
    IProgress<string>? progress = null)
{
    private const int PageSize = 1000;

    // Enough to hide the way to a distant store; the catalog's writer takes what they bring together.
    private const int ReadAtOnce = 16;

    private readonly Dictionary<string, string> _reached = [];
    private long _learnt;

    /// <summary>Objects that were learnt since it was made.</summary>
    public long Learnt => Interlocked.Read(ref _learnt);

    /// <summary>Begins anew under every prefix, as after the catalog was emptied.</summary>
    public void Forget() => _reached.Clear();

    /// <summary>
    /// Reads what is new under a prefix. Where it was broken off, as by a store that went away, it goes on after the last page
    /// that it got done, the next time it is asked.
    /// </summary>
    /// <param name="concerns">Which keys under the prefix are meant at all; others are no objects of ours.</param>
    /// <param name="unknown">Of one page, what the catalog does not know.</param>
    /// <param name="learn">Reads one object and tells the catalog.</param>
    /// <param name="startAfter">Only keys that come after this one.</param>
    public async Task ReadUnknownAsync(
        string bucket,
        string prefix,
        Func<string, bool> concerns,
        Func<CatalogContext, ObjectListing[], Task<IEnumerable<ObjectListing>>> unknown,
        Func<ObjectListing, CancellationToken, ValueTask> learn,
        CancellationToken cancellationToken,
        string? startAfter = null)
    {
        var after = _reached.GetValueOrDefault(prefix) ?? startAfter;
        var objects = store.ListAsync(bucket, prefix, after, cancellationToken).Where(row => concerns(row.Key));
        await foreach (var page in objects.Chunk(PageSize).WithCancellation(cancellationToken))
        {
            IEnumerable<ObjectListing> news;
            await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
            {
                news = [.. await unknown(catalog, page)];
            }

            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(news, parallel, (row, token) => TryAsync(row, learn, token));
            _reached[prefix] = page[^1].Key;
        }

        _reached.Remove(prefix);
    }

    /// <summary>Learns from one object unless it is damaged.</summary>
    public async ValueTask TryAsync(
        ObjectListing row,
        Func<ObjectListing, CancellationToken, ValueTask> learn,
        CancellationToken cancellationToken)
    {
        try
        {
            await learn(row, cancellationToken);
            Interlocked.Increment(ref _learnt);
            progress?.Report(row.Key);
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(logger, row.Key, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "'{Key}' is left out of the catalog: {Problem} Put it right or remove it.")]
    private static partial void LogDamaged(ILogger logger, string key, string problem);
}
