using Lesion.Standalone.CommandLine;

namespace Lesion.Standalone.Verbs;

/// <summary>A file that a person asked for.</summary>
internal static class ResultFile
{
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static Task WriteAsync(FileInfo file, string text, CancellationToken cancellationToken) =>
        WriteAsync(file.FullName, path => File.WriteAllTextAsync(path, text + "\n", cancellationToken));

    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken) =>
        WriteAsync(path, full => File.WriteAllBytesAsync(full, bytes, cancellationToken));

    private static async Task WriteAsync(string path, Func<string, Task> write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await write(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
