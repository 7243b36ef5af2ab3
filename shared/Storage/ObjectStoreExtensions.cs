using System.Text.Json;

namespace Lesion.Storage;

/// <summary>Whole objects as bytes and as JSON; for what is known to be small.</summary>
public static class ObjectStoreExtensions
{
    public static async Task<byte[]?> GetBytesAsync(
        this IObjectStore store,
        string bucket,
        string key,
        CancellationToken cancellationToken = default)
    {
        await using var stored = await store.GetAsync(bucket, key, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        using var buffer = new MemoryStream(checked((int)stored.Info.Size));
        await stored.Content.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>Reads a JSON object and its entity tag, for a compare-and-swap; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The object is not the JSON it should be.</exception>
    public static async Task<(T Value, string ETag)?> GetJsonWithETagAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        CancellationToken cancellationToken = default)
    {
        await using var stored = await store.GetAsync(bucket, key, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(stored.Content, LesionJson.Options, cancellationToken)
                ?? throw new InvalidDataException($"'{bucket}/{key}' holds null.");
            return (value, stored.Info.ETag);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{bucket}/{key}' is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }

    public static async Task<T?> GetJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        CancellationToken cancellationToken = default)
        where T : class =>
        (await store.GetJsonWithETagAsync<T>(bucket, key, cancellationToken))?.Value;

    public static async Task<ObjectInfo> PutBytesAsync(
        this IObjectStore store,
        string bucket,
        string key,
        ReadOnlyMemory<byte> bytes,
        PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var content = new MemoryStream(bytes.ToArray(), writable: false);
        return await store.PutAsync(bucket, key, content, options, cancellationToken);
    }

    public static Task<ObjectInfo> PutJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        T value,
        PutOptions? options = null,
        CancellationToken cancellationToken = default) =>
        store.PutBytesAsync(
            bucket,
            key,
            JsonSerializer.SerializeToUtf8Bytes(value, LesionJson.Indented),
            (options ?? new PutOptions()) with { ContentType = "application/json" },
            cancellationToken);

    /// <summary>Puts where no object has the key; false, and nothing changed, where one has.</summary>
    public static async Task<bool> TryPutAsync(
        this IObjectStore store,
        string bucket,
        string key,
        ReadOnlyMemory<byte> bytes,
        PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        try
        {
            var conditional = (options ?? new PutOptions()) with { OnlyIfAbsent = true };
            await store.PutBytesAsync(bucket, key, bytes, conditional, cancellationToken);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
    }

    /// <summary>Puts JSON where no object has the key; false, and nothing changed, where one has.</summary>
    public static Task<bool> TryPutJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        T value,
        CancellationToken cancellationToken = default) =>
        store.TryPutJsonAsync(bucket, key, value, new PutOptions(), cancellationToken);

    /// <inheritdoc cref="TryPutJsonAsync{T}(IObjectStore, string, string, T, CancellationToken)"/>
    public static Task<bool> TryPutJsonAsync<T>(
        this IObjectStore store,
        string bucket,
        string key,
        T value,
        PutOptions options,
        CancellationToken cancellationToken = default) =>
        store.TryPutAsync(
            bucket,
            key,
            JsonSerializer.SerializeToUtf8Bytes(value, LesionJson.Indented),
            options with { ContentType = "application/json" },
            cancellationToken);
}
