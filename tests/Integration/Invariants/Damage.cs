using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>Something is done to one object that nobody may do; disposing undoes it.</summary>
internal sealed class Damage : IAsyncDisposable
{
    private readonly IObjectStore _store;
    private readonly string _bucket;
    private readonly string _key;
    private readonly byte[]? _bytes;
    private readonly PutOptions? _options;

    private Damage(IObjectStore store, string bucket, string key, byte[]? bytes, ObjectInfo? info)
    {
        (_store, _bucket, _key, _bytes) = (store, bucket, key, bytes);
        _options = info is null ? null : new PutOptions { ContentType = info.ContentType, Metadata = info.Metadata };
    }

    public static async Task<Damage> RemoveAsync(IObjectStore store, string key, string bucket = Buckets.Images)
    {
        var damage = await RememberAsync(store, bucket, key);
        await store.DeleteAsync(bucket, key);
        return damage;
    }

    /// <summary>Puts an object there, over another or where none was.</summary>
    public static async Task<Damage> PutAsync(
        IObjectStore store, string key, byte[] bytes, IReadOnlyDictionary<string, string>? metadata = null, string bucket = Buckets.Images)
    {
        var damage = await RememberAsync(store, bucket, key);
        var options = new PutOptions { Metadata = metadata ?? new Dictionary<string, string>() };
        await store.PutBytesAsync(bucket, key, bytes, options);
        return damage;
    }

    public async ValueTask DisposeAsync()
    {
        if (_bytes is null)
            await _store.DeleteAsync(_bucket, _key);
        else
            await _store.PutBytesAsync(_bucket, _key, _bytes, _options);
    }

    private static async Task<Damage> RememberAsync(IObjectStore store, string bucket, string key) => new(
        store, bucket, key, await store.GetBytesAsync(bucket, key), await store.HeadAsync(bucket, key));
}
