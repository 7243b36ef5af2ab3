namespace Lesion.Standalone.Serving;

/// <summary>
/// Holds a state folder for one process: a bus in memory reaches no other. The system lets go of it when the process dies.
/// </summary>
internal sealed class StateFolderLock : IDisposable
{
    private readonly FileStream _file;

    private StateFolderLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process works on the folder, or it cannot be made.</exception>
    public static StateFolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(Path.GetFullPath(folder), ".lock");
        try
        {
            return new StateFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException(
                $"Another process works on '{Path.GetFullPath(folder)}'. Stop it, or choose another folder with --data.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
