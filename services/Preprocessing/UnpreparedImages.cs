using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Preprocessing;

/// <summary>
/// Finds, from the store alone, what is neither prepared nor in quarantine. A million images that are prepared cost two
/// thousand pages of listing and no other request; one that cannot be decoded costs a listing of its drops more.
/// </summary>
internal sealed class UnpreparedImages(IObjectStore store)
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<string, bool> _inQuarantine = [];

    /// <summary>Goes through the images in the order of their ids, a page at a time.</summary>
    /// <param name="after">Only images that come after this one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Of each page, the last image and those that are not prepared.</returns>
    public async IAsyncEnumerable<(string LastImageId, IReadOnlyList<string> Unprepared)> FindAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var recipe = CanonicalRecipe.Default.Id;
        await using var prepared = store
            .ListAsync(
                Buckets.Images,
                $"{Keys.PreparedRoot}{recipe}/",
                after is null ? null : Keys.Prepared(recipe, after),
                cancellationToken)
            .Select(listing => Path.GetFileNameWithoutExtension(listing.Key))
            .GetAsyncEnumerator(cancellationToken);
        var more = await prepared.MoveNextAsync();
        var images = store
            .ListAsync(Buckets.Images, Keys.Images, after is null ? null : Keys.Image(after), cancellationToken)
            .Select(listing => listing.Key[Keys.Images.Length..]);

        // Both listings are in the order of the images' ids: one walk over the two, whatever their length.
        await foreach (var page in images.Chunk(PageSize).WithCancellation(cancellationToken))
        {
            var unprepared = new List<string>();
            foreach (var imageId in page)
            {
                while (more && string.CompareOrdinal(prepared.Current, imageId) < 0)
                    more = await prepared.MoveNextAsync();
                if (!more || prepared.Current != imageId)
                    unprepared.Add(imageId);
            }

            yield return (page[^1], unprepared);
        }
    }

    /// <summary>
    /// Every drop of an image that is not in quarantine. An image whose drop is not recorded yet has none: it is left to
    /// Ingestion, which is still at it.
    /// </summary>
    public async IAsyncEnumerable<DropRecord> WaitingDropsAsync(
        string imageId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listing in store.ListAsync(
            Buckets.Images, Keys.DropsOf(imageId), cancellationToken: cancellationToken))
        {
            if (_inQuarantine.ContainsKey(listing.Key)
                || await store.GetJsonAsync<DropRecord>(Buckets.Images, listing.Key, cancellationToken) is not { } drop)
            {
                continue;
            }

            if (await store.HeadAsync(
                Buckets.Images, QuarantineRecord.KeyFor(drop.DropId, drop.Key), cancellationToken) is null)
            {
                yield return drop;
            }
            else
            {
                _inQuarantine.TryAdd(listing.Key, true);
            }
        }
    }
}
