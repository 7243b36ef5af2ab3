using System.Buffers.Binary;
using Lesion.Imaging;

namespace Lesion.Standalone.Bench;

/// <summary>
/// Any number of pictures out of a few files. Eight bytes at the end, which no decoder reads, make each another one, so that no
/// answer comes from a server's memory.
/// </summary>
internal sealed class NewPictures
{
    private readonly IReadOnlyList<byte[]> _files;
    private readonly long _salt = Random.Shared.NextInt64();

    private NewPictures(IReadOnlyList<byte[]> files) => _files = files;

    /// <summary>How many files there are.</summary>
    public int Files => _files.Count;

    /// <exception cref="InvalidDataException">There is no picture in the folder.</exception>
    public static NewPictures Read(DirectoryInfo folder, int most)
    {
        var files = folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName))
            .Where(IsPicture)
            .Take(most)
            .ToList();
        return files.Count > 0
            ? new NewPictures(files)
            : throw new InvalidDataException($"There is no picture in '{folder}': name a folder with JPEG, PNG, WebP, TIFF or BMP files.");
    }

    /// <summary>The picture of a number; every number has its own.</summary>
    public byte[] this[int number]
    {
        get
        {
            var file = _files[number % _files.Count];
            var picture = new byte[file.Length + sizeof(long)];
            file.CopyTo(picture, 0);
            BinaryPrimitives.WriteInt64LittleEndian(picture.AsSpan(file.Length), _salt + number);
            return picture;
        }
    }

    private static bool IsPicture(byte[] bytes)
    {
        try
        {
            ImageInspector.Inspect(bytes);
            return true;
        }
        catch (BadImageException)
        {
            return false;
        }
    }
}
