namespace Lesion.Storage.S3;

/// <summary>
/// Makes a store ready: its buckets, and the proof, on the store itself, that it keeps what the services rely on. A store
/// that ignores conditions would let two trainers publish one version, and lose what is dropped.
/// </summary>
public sealed class S3Preparation(S3ObjectStore store)
{
    /// <exception cref="StoreUnavailableException">The store is away, or refuses us; try again.</exception>
    /// <exception cref="StoreUnfitException">The store cannot be used; the message says why.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var buckets = new S3Buckets(store.Settings);
        foreach (var bucket in Buckets.All)
            await buckets.MakeAsync(bucket, cancellationToken);
        await buckets.KeepVersionsAsync(Buckets.Inbox, cancellationToken);
        if (!await buckets.KeepsVersionsAsync(Buckets.Inbox, cancellationToken))
        {
            throw new StoreUnfitException(
                $"The store at {store.Settings.Endpoint} keeps no versions in '{Buckets.Inbox}', so that a file dropped while "
                + "another is read would be lost. Enable versioning of the bucket, or use another store.");
        }

        // Nothing is put on a condition into the inbox, and some stores overlook conditions in a bucket that keeps versions.
        foreach (var bucket in Buckets.All.Where(bucket => bucket != Buckets.Inbox))
            await ProveConditionsAsync(bucket, $"proof/{Guid.NewGuid():n}", cancellationToken);
    }

    private async Task ProveConditionsAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var absent = new PutOptions { OnlyIfAbsent = true };
        try
        {
            var first = await PutAsync("first"u8.ToArray(), absent)
                ?? throw Unfit(bucket, "refuses 'If-None-Match: *' where there is no object");
            if (await PutAsync("second"u8.ToArray(), absent) is not null)
                throw Unfit(bucket, "overwrites in spite of 'If-None-Match: *'");
            var replaced = new PutOptions { OnlyIfETag = first.ETag };
            if (await PutAsync("third"u8.ToArray(), replaced) is null)
                throw Unfit(bucket, "refuses 'If-Match' with the entity tag of what is there");
            if (await PutAsync("fourth"u8.ToArray(), replaced) is not null)
                throw Unfit(bucket, "overwrites in spite of a stale 'If-Match'");
        }
        finally
        {
            await store.DeleteAsync(bucket, key, CancellationToken.None);
        }

        async Task<ObjectInfo?> PutAsync(byte[] bytes, PutOptions options)
        {
            try
            {
                return await store.PutBytesAsync(bucket, key, bytes, options, cancellationToken);
            }
            catch (PreconditionFailedException)
            {
                return null;
            }
        }
    }

    private StoreUnfitException Unfit(string bucket, string what) => new(
        $"The store at {store.Settings.Endpoint} {what} in '{bucket}', so that two processes could both claim the same thing. "
        + "Use a store with conditional puts, and suspend versioning of this bucket if the store needs that for them.");
}
