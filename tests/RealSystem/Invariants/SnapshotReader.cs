using System.Collections.Concurrent;
using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>Reads a <see cref="StoreSnapshot"/>, every object of it.</summary>
internal sealed class SnapshotReader(IObjectStore store, InboxClient inbox)
{
    private const int ReadAtOnce = 8;

    public async Task<StoreSnapshot> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Inbox = await inbox.ListVersionsAsync(cancellationToken),
        Images = (await ReadAllAsync(Keys.Images, ReadImageAsync, cancellationToken)).ToDictionary(),
        Drops = await ReadAllAsync(Keys.Drops, ReadDropAsync, cancellationToken),
        Prepared = await ReadAllAsync(Keys.PreparedRoot, ReadPreparedAsync, cancellationToken),
        Quarantine = await ReadAllAsync(Keys.Quarantine, ReadQuarantinedAsync, cancellationToken),
    };

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        string prefix, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var all = new ConcurrentBag<T>();
        await Parallel.ForEachAsync(
            store.ListAsync(Buckets.Images, prefix, cancellationToken: cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnce, CancellationToken = cancellationToken },
            async (row, cancellation) => all.Add(await read(row.Key, cancellation)));
        return [.. all];
    }

    private async Task<KeyValuePair<string, string>> ReadImageAsync(string key, CancellationToken cancellationToken)
    {
        var bytes = await store.GetBytesAsync(Buckets.Images, key, cancellationToken);
        return new(key[Keys.Images.Length..], bytes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private async Task<(string Key, DropRecord Record)> ReadDropAsync(string key, CancellationToken cancellationToken) =>
        (key, await store.GetJsonAsync<DropRecord>(Buckets.Images, key, cancellationToken) ?? throw Gone(key));

    private async Task<PreparedObject> ReadPreparedAsync(string key, CancellationToken cancellationToken)
    {
        var info = await store.HeadAsync(Buckets.Images, key, cancellationToken) ?? throw Gone(key);
        var bytes = await store.GetBytesAsync(Buckets.Images, key, cancellationToken) ?? throw Gone(key);
        var recipe = key[Keys.PreparedRoot.Length..key.LastIndexOf('/')];
        return new PreparedObject(info, recipe, Path.GetFileNameWithoutExtension(key), FaultOf(bytes));
    }

    private async Task<QuarantinedObject> ReadQuarantinedAsync(string key, CancellationToken cancellationToken)
    {
        var info = await store.HeadAsync(Buckets.Images, key, cancellationToken) ?? throw Gone(key);
        return new QuarantinedObject(key, key[Keys.Quarantine.Length..].Split('/')[0], QuarantineRecord.FromMetadata(info.Metadata));
    }

    private static string? FaultOf(byte[] png)
    {
        try
        {
            CanonicalImage.Decode(png);
            return null;
        }
        catch (BadImageException exception)
        {
            return exception.Message;
        }
    }

    private static InvalidOperationException Gone(string key) =>
        new($"'{key}' was listed, and is gone: objects of this bucket are never deleted.");
}
