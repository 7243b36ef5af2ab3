namespace Lesion.Storage.S3.Wire;

/// <summary>An object's description and the headers that carry it.</summary>
internal static class S3Headers
{
    private const string MetadataPrefix = "x-amz-meta-";

    /// <summary>S3 names the one version of an object from before its bucket was versioned so.</summary>
    public const string NoVersion = "null";

    /// <param name="ifMatch">The tag in the form that the store wants.</param>
    public static void Write(HttpRequestMessage request, PutOptions options, string? ifMatch)
    {
        foreach (var (name, value) in options.Metadata)
            request.Headers.Add(MetadataPrefix + name, value);
        if (options.ContentType is { } type)
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
        if (options.OnlyIfAbsent)
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
    }

    public static ObjectInfo Read(HttpResponseMessage response, string bucket, string key) => new(
        bucket,
        key,
        response.Content.Headers.ContentLength ?? 0,
        ETag(response),
        response.Content.Headers.LastModified ?? Date(response),
        response.Content.Headers.ContentType?.ToString(),
        response.Headers
            .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => header.Key[MetadataPrefix.Length..].ToLowerInvariant(),
                header => string.Join(',', header.Value)));

    public static string ETag(HttpResponseMessage response) => Unquote(Value(response, "ETag") ?? "");

    public static string Unquote(string tag) => tag.Trim('"');

    public static DateTimeOffset Date(HttpResponseMessage response) => response.Headers.Date ?? DateTimeOffset.UnixEpoch;

    public static string Version(HttpResponseMessage response) => Value(response, "x-amz-version-id") ?? NoVersion;

    private static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
