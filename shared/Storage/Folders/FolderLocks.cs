namespace Lesion.Storage.Folders;

/// <summary>
/// One writer a key at a time, in this process and among processes: a semaphore, then a lock on a file, both striped.
/// </summary>
internal sealed class FolderLocks(FolderLayout layout)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> EnterAsync(FolderKey key, CancellationToken cancellationToken)
    {
        var stripe = Convert.ToInt32(key.Hash[..2], 16);
        await _stripes[stripe].WaitAsync(cancellationToken);
        try
        {
            var path = Path.Combine(layout.Locks, $"{stripe:x2}");
            FileStream? file;
            while ((file = FolderFault.Guard("lock", key, () => TryLock(path))) is null)
            {
                // Another process is putting; the wait is the machine's, not the application's clock.
                await Task.Delay(Patience, cancellationToken);
            }

            return new Entered(_stripes[stripe], file);
        }
        catch
        {
            _stripes[stripe].Release();
            throw;
        }
    }

    /// <summary>Locks a file exclusively, making it where there is none; null where somebody alive holds it.</summary>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK of Linux and of macOS, sharing violation of Windows.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private sealed class Entered(SemaphoreSlim stripe, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            stripe.Release();
        }
    }
}
