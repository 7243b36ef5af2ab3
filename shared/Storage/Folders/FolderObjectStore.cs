using System.Buffers;
using System.Runtime.CompilerServices;

namespace Lesion.Storage.Folders;

/// <summary>
/// An object store in a folder, for one machine. An object is the plain file <c>root/bucket/key</c>, which any tool may
/// read, and which may be put there by hand.
/// </summary>
/// <remarks>
/// <para>What a file cannot hold (content type, user metadata) lies in a sidecar whose name has the key and the version,
/// that is the time of last change and the size. A put writes the sidecar first, then renames the file into place: the
/// rename is the commit, and a reader finds the sidecar of just the version it opened. All of it must be one file system
/// that keeps times finely.</para>
/// <para>A file put in by hand is an object as soon as nobody has written to it for a second; whoever copies slower than
/// that should copy to a name that begins with a dot, as rsync does, and rename. Names that begin with a dot are hidden,
/// symbolic links are never followed.</para>
/// <para>An object that was taken lies aside until it is removed or given back. If its taker dies, it is listed and may
/// be taken again under its own key and version; it cannot be read otherwise.</para>
/// </remarks>
public sealed class FolderObjectStore : IObjectStore
{
    private const int BufferSize = 128 * 1024;

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private readonly FolderLayout _layout;
    private readonly FolderLocks _locks;
    private readonly TimeProvider _time;
    private long _latest;

    /// <summary>Opens the store, making its folders where they are missing.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be made or written.</exception>
    public FolderObjectStore(string root, TimeProvider time)
    {
        _time = time;
        try
        {
            _layout = new FolderLayout(root);
            foreach (var bucket in Buckets.All)
                Directory.CreateDirectory(_layout.Bucket(bucket));
            StaleFiles.Remove(_layout, time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder '{root}' is no usable store: {exception.Message}", exception);
        }

        _locks = new FolderLocks(_layout);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Root => _layout.Root;

    public Task<ObjectInfo?> HeadAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FolderKey(_layout, bucket, key);
        return Task.FromResult(FolderFault.Guard("look at", file, () => FolderReader.Head(file)));
    }

    public Task<StoredObject?> GetAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FolderKey(_layout, bucket, key);
        return Task.FromResult(FolderFault.Guard("open", file, () => FolderReader.Open(file)));
    }

    public async Task<ObjectInfo> PutAsync(
        string bucket,
        string key,
        Stream content,
        PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new PutOptions();
        ObjectKeyRules.CheckMetadata(key, options.Metadata);
        var file = new FolderKey(_layout, bucket, key);
        CheckCondition(file, options, FileVersion.Of(file.Data));

        using var temporary = FolderFault.Guard("put", file, () => new TemporaryFile(_layout));
        await WriteAsync(file, temporary, content, cancellationToken);
        using var entered = await _locks.EnterAsync(file, cancellationToken);
        return FolderFault.Guard("put", file, () => Commit(file, temporary, options));
    }

    public async Task DeleteAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        var file = new FolderKey(_layout, bucket, key);
        if (file.PassesLink())
            return;
        using var entered = await _locks.EnterAsync(file, cancellationToken);
        FolderFault.Guard("delete", file, () =>
        {
            if (FileVersion.Of(file.Data) is not { } version)
                return;
            File.Delete(file.Data);
            File.Delete(file.Sidecar(version.ETag));
        });
    }

    public async IAsyncEnumerable<ObjectListing> ListAsync(
        string bucket,
        string prefix = "",
        string? startAfter = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var leftBehind = await FolderTakes.LeftBehindAsync(_layout, _locks, bucket, cancellationToken);
        var walk = new FolderWalk(_layout, bucket, prefix, startAfter, IsSettled);
        foreach (var listing in walk.With(leftBehind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return listing;
        }
    }

    public async Task<TakenObject?> TakeAsync(string bucket, string key, CancellationToken cancellationToken = default)
    {
        var file = new FolderKey(_layout, bucket, key);
        if (file.PassesLink())
            return null;
        using var entered = await _locks.EnterAsync(file, cancellationToken);
        return FolderFault.Guard("take", file, () =>
            FolderTakes.TakeLeftBehind(file, _locks)
            ?? (IsSettled(file, FileVersion.Of(file.Data)) ? FolderTakes.Take(file, _locks) : null));
    }

    private static async Task WriteAsync(
        FolderKey file,
        TemporaryFile temporary,
        Stream content,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                var written = count;
                FolderFault.Guard("put", file, () => temporary.Write(buffer, written));
            }

            FolderFault.Guard("put", file, temporary.FlushToDisk);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckCondition(FolderKey file, PutOptions options, FileVersion? present)
    {
        if ((options.OnlyIfAbsent && present is not null)
            || (options.OnlyIfETag is { } expected && present?.ETag != expected))
        {
            throw new PreconditionFailedException(file.Bucket, file.Key);
        }
    }

    private ObjectInfo Commit(FolderKey file, TemporaryFile temporary, PutOptions options)
    {
        if (file.Obstacle() is { } obstacle)
            throw new InvalidObjectKeyException(file.Key, obstacle);

        var present = FileVersion.Of(file.Data);
        CheckCondition(file, options, present);
        var version = Stamp(file, temporary, present);
        var sidecar = new Sidecar(file.Key, options.ContentType, options.Metadata);
        sidecar.Write(file.Sidecar(version.ETag));
        Directory.CreateDirectory(Path.GetDirectoryName(file.Data)!);
        temporary.MoveTo(file.Data);
        if (present is { } replaced)
            File.Delete(file.Sidecar(replaced.ETag));
        return sidecar.Describe(file.Bucket, version);
    }

    /// <summary>
    /// A version that no other has had: later than what it replaces and than anything put here before, so that neither a
    /// clock that stands still nor a delete between two puts gives an entity tag twice.
    /// </summary>
    private FileVersion Stamp(FolderKey file, TemporaryFile temporary, FileVersion? present)
    {
        var replaced = present?.Ticks ?? 0;
        for (var step = 1L; ; step *= 2)
        {
            // Further each time, as the file system may keep times more coarsely than they are set.
            var version = temporary.Stamp(NextTicks(replaced + step));
            if (version.Ticks > replaced && !File.Exists(file.Sidecar(version.ETag)))
                return version;
        }
    }

    private long NextTicks(long earliest)
    {
        while (true)
        {
            var latest = Interlocked.Read(ref _latest);
            var next = Math.Max(_time.GetUtcNow().UtcTicks, Math.Max(latest + 1, earliest));
            if (Interlocked.CompareExchange(ref _latest, next, latest) == latest)
                return next;
        }
    }

    /// <summary>
    /// Whether nobody is writing to the file: it was put, or was put in by hand and left alone for a while. A time in the
    /// future is one that a copy was given when it was complete.
    /// </summary>
    private bool IsSettled(FolderKey file, FileVersion? version) =>
        version is { } found
        && ((_time.GetUtcNow() - found.LastModified).Duration() >= SettleTime || File.Exists(file.Sidecar(found.ETag)));
}
