using System.Buffers.Binary;
using System.IO.Compression;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

/// <summary>Files such as torch.save writes.</summary>
internal static class SavedFile
{
    /// <summary>The magic number of the older form, 0x1950a86a20f9469cfc6c.</summary>
    private static readonly PickleWriter.Raw Magic = new(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19);

    public static byte[] Zip(object? saved, params SavedStorage[] storages) =>
        Zip([("data.pkl", PickleWriter.Write(saved)), .. storages.Select(storage => ($"data/{storage.Key}", storage.Bytes))]);

    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry($"archive/{name}", compression).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Legacy(object? saved, params SavedStorage[] storages) => Legacy(saved, littleEndian: true, storages);

    public static byte[] Legacy(object? saved, bool littleEndian, params SavedStorage[] storages) =>
    [
        .. PickleWriter.Write(Magic),
        .. PickleWriter.Write(1001),
        .. PickleWriter.Write(new Dictionary<string, object?> { ["protocol_version"] = 1001, ["little_endian"] = littleEndian }),
        .. PickleWriter.Write(saved),
        .. PickleWriter.Write(new List<object?>(storages.Select(storage => storage.Key))),
        .. storages.SelectMany(storage => Count(storage.Count).Concat(storage.Bytes)),
    ];

    private static byte[] Count(long count)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        return bytes;
    }
}
