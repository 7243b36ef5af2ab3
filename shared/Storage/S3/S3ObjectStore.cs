using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Xml;
using Lesion.Storage.S3.Wire;

namespace Lesion.Storage.S3;

/// <summary>
/// An object store on plain S3: MinIO, Ceph, SeaweedFS, or a cloud's. Needs conditional puts, and versions in the buckets
/// that are taken from; <see cref="S3Preparation"/> proves both.
/// </summary>
/// <remarks>
/// <para>An entity tag is a digest of the content, so that the same bytes put again have the same; times are whole
/// seconds but in listings.</para>
/// <para>What is taken is hidden from nobody. A version is handed to one taker of this store at a time, but two processes
/// may read it at once: what they make of it must be the same, and removing it twice is no error. Of versions under one
/// key the latest is taken first; when it has been removed, the one before is there again.</para>
/// </remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private readonly S3Http _http;
    private readonly S3Writer _writer;
    private readonly ConcurrentDictionary<(string Bucket, string Key, string Version), bool> _taken = [];

    public S3ObjectStore(S3Settings settings, TimeProvider time)
    {
        Settings = settings;
        _http = new S3Http(settings, time);
        _writer = new S3Writer(_http);
    }

    internal S3Settings Settings { get; }

    public async Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Check(bucket, key);
        using var request = _http.Request(HttpMethod.Head, bucket, key);
        using var response = await _http.SendAsync(request, "describe", bucket, key, cancellationToken);
        return response is null ? null : S3Headers.Read(response, bucket, key);
    }

    public async Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Check(bucket, key);
        return await OpenAsync(bucket, key, cancellationToken) is { } opened ? opened.Stored : null;
    }

    public async Task<ObjectInfo> PutAsync(
        string bucket,
        string key,
        Stream content,
        PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Check(bucket, key);
        var source = await S3Spool.OpenAsync(content, cancellationToken);
        try
        {
            return await _writer.PutAsync(bucket, key, source, options ?? new PutOptions(), cancellationToken);
        }
        finally
        {
            if (source != content)
                await source.DisposeAsync();
        }
    }

    public async IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket,
        string prefix = "",
        string? startAfter = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectKeyRules.CheckBucket(bucket);
        string? next = null;
        do
        {
            var page = await ListPageAsync(bucket, prefix, startAfter, next, cancellationToken);

            // What consoles put to show a folder that is empty is no object.
            foreach (var listing in page.Objects.Where(listing => listing is not { Size: 0, Key: [.., '/'] }))
                yield return listing;
            next = page.Next;
        }
        while (next is not null);
    }

    public async Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Check(bucket, key);
        using var request = _http.Request(HttpMethod.Delete, bucket, key);
        using var response = await _http.SendAsync(request, "delete", bucket, key, cancellationToken);
    }

    public async Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        Check(bucket, key);
        if (await OpenAsync(bucket, key, cancellationToken) is not { } opened)
            return null;
        var (stored, version) = opened;
        if (_taken.TryAdd((bucket, key, version), true))
        {
            return new S3TakenObject(
                stored,
                version,
                cancellation => RemoveAsync(stored.Info, version, cancellation),
                () => _taken.TryRemove((bucket, key, version), out _));
        }

        await stored.DisposeAsync();
        return null;
    }

    public void Dispose() => _http.Dispose();

    private static void Check(string bucket, string key)
    {
        ObjectKeyRules.CheckBucket(bucket);
        ObjectKeyRules.CheckKey(key);
    }

    private async Task<(StoredObject Stored, string Version)?> OpenAsync(
        string bucket,
        string key,
        CancellationToken cancellationToken)
    {
        using var request = _http.Request(HttpMethod.Get, bucket, key);
        if (await _http.SendAsync(request, "read", bucket, key, cancellationToken) is not { } response)
            return null;
        var content = new S3ReadStream(
            response, await response.Content.ReadAsStreamAsync(cancellationToken), bucket, key);
        return (new StoredObject(S3Headers.Read(response, bucket, key), content), S3Headers.Version(response));
    }

    /// <summary>Deletes just this version and leaves no delete marker.</summary>
    private async Task RemoveAsync(ObjectInfo taken, string version, CancellationToken cancellationToken)
    {
        if (version == S3Headers.NoVersion
            && await HeadAsync(taken.Bucket, taken.Key, cancellationToken) is { } present
            && present.ETag != taken.ETag)
        {
            throw new PreconditionFailedException(taken.Bucket, taken.Key);
        }

        using var request = _http.Request(HttpMethod.Delete, taken.Bucket, taken.Key, ("versionId", version));
        using var response = await _http.SendAsync(request, "remove", taken.Bucket, taken.Key, cancellationToken);
    }

    private async Task<S3ListPage> ListPageAsync(
        string bucket,
        string prefix,
        string? startAfter,
        string? next,
        CancellationToken cancellationToken)
    {
        var query = new List<(string, string)>();
        if (next is not null)
            query.Add(("continuation-token", next));
        query.Add(("encoding-type", "url"));
        query.Add(("list-type", "2"));
        query.Add(("prefix", prefix));
        if (next is null && startAfter is not null)
            query.Add(("start-after", startAfter));
        using var request = _http.Request(HttpMethod.Get, bucket, "", [.. query]);
        using var response = await _http.SendAsync(request, "list", bucket, prefix, cancellationToken);
        await using var content = new S3ReadStream(
            response!, await response!.Content.ReadAsStreamAsync(cancellationToken), bucket, prefix);
        try
        {
            return await S3ListPage.ReadAsync(content, cancellationToken);
        }
        catch (XmlException exception)
        {
            throw S3Fault.Unavailable("list", bucket, prefix, exception);
        }
    }
}
