using System.Text;

namespace Lesion.Storage;

/// <summary>What a bucket and a key may be called, in every store alike.</summary>
internal static class ObjectKeyRules
{
    private const int LongestKey = 1024;
    private const int LongestSegment = 255;
    private const int LongestMetadata = 2048;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidObjectKeyException">No store can hold the key, or it climbs out of its bucket.</exception>
    public static void CheckKey(string key)
    {
        if (FaultOf(key) is { } fault)
        {
            throw new InvalidObjectKeyException(key, fault);
        }
    }

    /// <exception cref="ArgumentException">The name is no bucket's.</exception>
    public static void CheckBucket(string bucket)
    {
        if (bucket.Length is < 3 or > 63
            || !char.IsAsciiLetterOrDigit(bucket[0])
            || !bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
        {
            throw new ArgumentException(
                $"'{bucket}' is no name of a bucket: 3 to 63 lower-case letters, digits and hyphens.", nameof(bucket));
        }
    }

    /// <exception cref="ArgumentException">The metadata is larger than S3 allows, or no header can carry it.</exception>
    public static void CheckMetadata(string key, IReadOnlyDictionary<string, string> metadata)
    {
        var bytes = metadata.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (bytes > LongestMetadata)
        {
            throw new ArgumentException(
                $"The user metadata of '{key}' has {bytes} bytes; a store holds at most {LongestMetadata}.",
                nameof(metadata));
        }

        if (metadata.Keys.FirstOrDefault(name => name.Any(char.IsUpper)) is { } upper)
        {
            throw new ArgumentException($"The metadata key '{upper}' of '{key}' is not lower case.", nameof(metadata));
        }

        if (metadata.FirstOrDefault(pair => !IsHeader(pair.Value)).Key is { } unfit)
        {
            throw new ArgumentException(
                $"The value of the metadata '{unfit}' of '{key}' is no printable ASCII; percent-encode it.", nameof(metadata));
        }
    }

    private static bool IsHeader(string value) =>
        value.All(c => c is >= ' ' and <= '~') && value.Trim().Length == value.Length;

    private static string? FaultOf(string key)
    {
        if (key.Length == 0)
            return "it is empty";
        if (key.Contains('\uFFFD', StringComparison.Ordinal) || CountUtf8(key) is not { } bytes)
            return "it is not valid UTF-8; rename the file";
        if (bytes > LongestKey)
            return $"it has {bytes} bytes, at most {LongestKey} are allowed; give it a shorter name";
        if (key.Any(char.IsControl))
            return "it has a control character; rename the file";
        if (key.Contains('\\', StringComparison.Ordinal))
            return "it has a backslash; folders are separated by '/'";
        return key.Split('/').Select(FaultOfSegment).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfSegment(string segment) => segment switch
    {
        "" => "it begins or ends with '/', or has an empty folder name",
        "." or ".." => $"'{segment}' as a folder would climb out of the bucket; use plain folder names",
        _ when Encoding.UTF8.GetByteCount(segment) > LongestSegment =>
            $"a part of it is longer than {LongestSegment} bytes; give it a shorter name",
        _ => null,
    };

    private static int? CountUtf8(string key)
    {
        try
        {
            return StrictUtf8.GetByteCount(key);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}
