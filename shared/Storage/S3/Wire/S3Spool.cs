namespace Lesion.Storage.S3.Wire;

/// <summary>
/// Finds how long a stream is, which S3 wants to know before the first byte. One that cannot tell is kept in memory up to
/// a mebibyte, beyond that in a file that goes with it.
/// </summary>
internal static class S3Spool
{
    private const int InMemory = 1024 * 1024;

    /// <returns>A stream at its beginning that knows its length; <paramref name="content"/> itself where it does.</returns>
    public static async Task<Stream> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek)
            return content;

        Stream spool = new MemoryStream();
        try
        {
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (spool is MemoryStream memory && memory.Length + count > InMemory)
                    spool = await MoveToFileAsync(memory, cancellationToken);
                await spool.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private static async Task<FileStream> MoveToFileAsync(MemoryStream memory, CancellationToken cancellationToken)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"lesion-put-{Guid.NewGuid():n}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        memory.Position = 0;
        await memory.CopyToAsync(file, cancellationToken);
        return file;
    }
}
