namespace Lesion.Storage.S3.Wire;

/// <summary>Puts objects in one request each, and in the form of <c>If-Match</c> that the store understands.</summary>
internal sealed class S3Writer(S3Http http)
{
    /// <summary>What S3 takes in one put, 5 GiB. A put in parts cannot be made to depend on a condition everywhere.</summary>
    private const long LargestPut = 5L << 30;

    private const int Attempts = 5;

    /// <summary>
    /// The standard wants quotes around the tag; Ceph's gateway compares them with the tag and refuses every put. Unknown
    /// until one form has been accepted; trying both until then is safe, as each holds for one object only.
    /// </summary>
    private bool? _quotesTags;

    /// <param name="source">Knows its length.</param>
    /// <exception cref="PreconditionFailedException">The condition does not hold.</exception>
    public async Task<ObjectInfo> PutAsync(
        string bucket,
        string key,
        Stream source,
        PutOptions options,
        CancellationToken cancellationToken)
    {
        ObjectKeyRules.CheckMetadata(key, options.Metadata);
        var start = source.Position;
        if (source.Length - start > LargestPut)
        {
            throw new ArgumentException(
                $"'{bucket}/{key}' has more than {LargestPut} bytes, which S3 does not take in one put.", nameof(source));
        }

        if (options.OnlyIfETag is not { } tag)
            return await TryAsync(null);
        if (_quotesTags is { } quotes)
            return await TryAsync(quotes ? $"\"{tag}\"" : tag);
        try
        {
            var put = await TryAsync($"\"{tag}\"");
            _quotesTags = true;
            return put;
        }
        catch (PreconditionFailedException)
        {
            var put = await TryAsync(tag);
            _quotesTags = false;
            return put;
        }

        async Task<ObjectInfo> TryAsync(string? ifMatch)
        {
            var isConditional = options.OnlyIfAbsent || ifMatch is not null;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    source.Position = start;
                    return await SendAsync(bucket, key, source, options, ifMatch, cancellationToken);
                }
                catch (StoreUnavailableException exception)
                    when (isConditional && attempt < Attempts && S3Fault.MayBeRace(exception))
                {
                    // Asked again at once, the store knows who has won.
                }
            }
        }
    }

    private async Task<ObjectInfo> SendAsync(
        string bucket,
        string key,
        Stream source,
        PutOptions options,
        string? ifMatch,
        CancellationToken cancellationToken)
    {
        var length = source.Length - source.Position;
        using var body = new S3Content(source, length);
        using var request = http.Request(HttpMethod.Put, bucket, key);
        request.Content = body;
        S3Headers.Write(request, options, ifMatch);
        try
        {
            // With If-Match, some stores answer that there is no such object.
            using var response = await http.SendAsync(request, "put", bucket, key, cancellationToken, length)
                ?? throw new PreconditionFailedException(bucket, key);
            return new ObjectInfo(
                bucket, key, length, S3Headers.ETag(response), S3Headers.Date(response), options.ContentType, options.Metadata);
        }
        catch (StoreUnavailableException)
        {
            body.ThrowIfSourceFailed();
            throw;
        }
    }
}
