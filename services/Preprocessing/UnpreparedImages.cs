using System.Runtime.CompilerServices;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Preprocessing;

/// <summary>Finds, from the store alone, what is neither prepared nor in quarantine.</summary>
internal sealed class UnpreparedImages(IObjectStore store)
{
    /// <summary>
    /// Every drop of such an image. One whose drop is not recorded yet is left to Ingestion, which is still at it.
    /// </summary>
    public async IAsyncEnumerable<DropRecord> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var preparedPrefix = $"{Keys.PreparedRoot}{CanonicalRecipe.Default.Id}/";
        await using var prepared = store
            .ListAsync(Buckets.Images, preparedPrefix, cancellationToken: cancellationToken)
            .Select(listing => Path.GetFileNameWithoutExtension(listing.Key[preparedPrefix.Length..]))
            .GetAsyncEnumerator(cancellationToken);
        var more = await prepared.MoveNextAsync();

        // Both listings are in the order of the images' ids: one walk over the two, whatever their length.
        await foreach (var listing in store.ListAsync(Buckets.Images, Keys.Images, cancellationToken: cancellationToken))
        {
            var imageId = listing.Key[Keys.Images.Length..];
            while (more && string.CompareOrdinal(prepared.Current, imageId) < 0)
            {
                more = await prepared.MoveNextAsync();
            }

            if (more && prepared.Current == imageId)
            {
                continue;
            }

            await foreach (var drop in WaitingDropsAsync(imageId, cancellationToken))
            {
                yield return drop;
            }
        }
    }

    private async IAsyncEnumerable<DropRecord> WaitingDropsAsync(
        string imageId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listing in store.ListAsync(
            Buckets.Images, Keys.DropsOf(imageId), cancellationToken: cancellationToken))
        {
            var drop = await store.GetJsonAsync<DropRecord>(Buckets.Images, listing.Key, cancellationToken);
            if (drop is not null && await store.HeadAsync(
                Buckets.Images, QuarantineRecord.KeyFor(drop.DropId, drop.Key), cancellationToken) is null)
            {
                yield return drop;
            }
        }
    }
}
