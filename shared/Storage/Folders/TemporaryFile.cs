namespace Lesion.Storage.Folders;

/// <summary>Bytes on their way to becoming an object. Locked while they are written, so that a start knows the stale.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private bool _moved;

    public TemporaryFile(FolderLayout layout)
    {
        _path = Path.Combine(layout.Temporary, $"{Guid.NewGuid():n}");
        _stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public void Write(byte[] buffer, int count) => _stream.Write(buffer, 0, count);

    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Sets the time of last change and gives the version that the file system made of it.</summary>
    public FileVersion Stamp(long ticks)
    {
        File.SetLastWriteTimeUtc(_stream.SafeFileHandle, new DateTime(ticks, DateTimeKind.Utc));
        return FileVersion.Of(_stream.SafeFileHandle);
    }

    /// <summary>The commit. The lock goes first, for whoever opens the object at once.</summary>
    public void MoveTo(string path)
    {
        _stream.Dispose();
        File.Move(_path, path, overwrite: true);
        _moved = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_moved)
            File.Delete(_path);
    }
}
