using System.Net;
using System.Text.Json;

namespace Lesion.Storage.S3;

/// <summary>What an S3 store tells of one object in a bucket notification: a hint that it may be worth a look.</summary>
/// <param name="Name">Such as <c>s3:ObjectCreated:Put</c>.</param>
public sealed record S3Event(string Name, string Bucket, string Key)
{
    /// <summary>Whether an object is there that was not: put, copied, or put together from parts.</summary>
    public bool IsCreation => Name.Contains("ObjectCreated", StringComparison.Ordinal);

    /// <summary>Reads a record of the notifications that MinIO, Ceph and AWS send.</summary>
    /// <exception cref="FormatException">It is none; the message says what is missing.</exception>
    public static S3Event Parse(JsonElement record)
    {
        var subject = Property(record, "s3");
        return new S3Event(
            Text(record, "eventName"),
            Text(Property(subject, "bucket"), "name"),
            KeyOf(record, Text(Property(subject, "object"), "key")));
    }

    /// <summary>Keys are escaped as in a form; Ceph's gateway sends them as they are.</summary>
    private static string KeyOf(JsonElement record, string key) =>
        record.TryGetProperty("eventSource", out var source)
        && source.ValueKind == JsonValueKind.String
        && source.ValueEquals("ceph:s3")
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
