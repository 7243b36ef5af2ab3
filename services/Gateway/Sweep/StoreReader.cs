using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Sweep;

/// <summary>
/// Goes through a prefix of the object store, a page at a time, and reads only what the catalog does not know: a million
/// known objects cost a thousand pages of listing, as many short queries, and no request for an object.
/// </summary>
internal sealed class StoreReader(IObjectStore store, IDbContextFactory<CatalogContext> contexts)
{
    private const int PageSize = 1000;

    // Enough to hide the way to a distant store; the catalog's writer takes what they bring together.
    private const int ReadAtOnce = 16;

    /// <param name="concerns">Which keys under the prefix are meant at all.</param>
    /// <param name="unknown">Of one page, what the catalog does not know.</param>
    /// <param name="learn">Reads one object and tells the catalog.</param>
    public async Task ReadUnknownAsync(
        string bucket,
        string prefix,
        Func<string, bool> concerns,
        Func<CatalogContext, ObjectListing[], Task<IEnumerable<ObjectListing>>> unknown,
        Func<ObjectListing, CancellationToken, ValueTask> learn,
        CancellationToken cancellationToken,
        string? startAfter = null)
    {
        var objects = store.ListAsync(bucket, prefix, startAfter, cancellationToken).Where(row => concerns(row.Key));
        await foreach (var page in objects.Chunk(PageSize).WithCancellation(cancellationToken))
        {
            IEnumerable<ObjectListing> news;
            await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
            {
                news = [.. await unknown(catalog, page)];
            }

            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(news, parallel, learn);
        }
    }
}
