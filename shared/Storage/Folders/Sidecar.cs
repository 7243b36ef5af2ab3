using System.Text.Json;

namespace Lesion.Storage.Folders;

/// <summary>What an object's file cannot hold itself. Written before the file takes its place, and never changed.</summary>
internal sealed record Sidecar(string Key, string? ContentType, IReadOnlyDictionary<string, string> Metadata)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Of a file that somebody put in the folder by hand.</summary>
    public static Sidecar Foreign(string key) => new(key, null, None);

    /// <summary>Null where there is none, or where a crash of the machine cut it off.</summary>
    public static Sidecar? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Sidecar>(File.ReadAllBytes(path), LesionJson.Options);
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        JsonSerializer.Serialize(stream, this, LesionJson.Options);

        // What can be seen again from the file alone is not worth waiting for the disk.
        stream.Flush(flushToDisk: Metadata.Count > 0);
    }

    public ObjectInfo Describe(string bucket, FileVersion version) =>
        new(bucket, Key, version.Size, version.ETag, version.LastModified, ContentType, Metadata);
}
