using Microsoft.Win32.SafeHandles;

namespace Lesion.Storage.Folders;

/// <summary>One version of a file: every put gives a later time.</summary>
/// <param name="Ticks">Time of last change, UTC.</param>
internal readonly record struct FileVersion(long Ticks, long Size)
{
    public string ETag => $"{Ticks:x}-{Size:x}";

    public DateTimeOffset LastModified => new(Ticks, TimeSpan.Zero);

    /// <summary>Null where there is no plain file: nothing, a folder, or a symbolic link, which is never followed.</summary>
    public static FileVersion? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? new FileVersion(file.LastWriteTimeUtc.Ticks, file.Length)
            : null;
    }

    public static FileVersion Of(SafeFileHandle handle) =>
        new(File.GetLastWriteTimeUtc(handle).Ticks, RandomAccess.GetLength(handle));
}
