using System.Net;
using System.Text.Json;

namespace Lesion.Storage.S3;

/// <summary>What an S3 store tells of one object in a bucket notification: a hint that it may be worth a look.</summary>
/// <param name="Name">Such as <c>s3:ObjectCreated:Put</c>.</param>
/// <param name="VersionId">Null in a bucket without versions.</param>
public sealed record S3Event(string Name, string Bucket, string Key, string? VersionId)
{
    /// <summary>Whether an object is there that was not: put, copied, or put together from parts.</summary>
    public bool IsCreation => Name.Contains("ObjectCreated", StringComparison.Ordinal);

    /// <summary>Reads the JSON that MinIO, Ceph and AWS send.</summary>
    /// <exception cref="FormatException">It is no notification; the message says what is missing.</exception>
    public static IReadOnlyList<S3Event> Parse(JsonElement notification)
    {
        if (notification.ValueKind != JsonValueKind.Object
            || !notification.TryGetProperty("Records", out var records)
            || records.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("An S3 notification has a list 'Records'; this has none.");
        }

        return [.. records.EnumerateArray().Select(Record)];
    }

    private static S3Event Record(JsonElement record)
    {
        var subject = Property(Property(record, "s3"), "object");
        var version = subject.TryGetProperty("versionId", out var id) ? id.GetString() : null;
        return new S3Event(
            Text(record, "eventName"),
            Text(Property(Property(record, "s3"), "bucket"), "name"),
            KeyOf(record, Text(subject, "key")),
            string.IsNullOrEmpty(version) ? null : version);
    }

    /// <summary>Keys are escaped as in a form; Ceph's gateway sends them as they are.</summary>
    private static string KeyOf(JsonElement record, string key) =>
        record.TryGetProperty("eventSource", out var source) && source.GetString() == "ceph:s3"
            ? key
            : WebUtility.UrlDecode(key);

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"A record of an S3 notification has no '{name}'.");

    private static string Text(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new FormatException($"In a record of an S3 notification, '{name}' is no text.");
}
