namespace Lesion.Storage.Folders;

/// <summary>An object that lies aside and is ours while <paramref name="held"/> is open.</summary>
/// <param name="name">The version under which it was put aside.</param>
internal sealed class FolderTakenObject(
    FolderKey file,
    string name,
    FolderLocks locks,
    FileStream held,
    FileStream content) : TakenObject
{
    private readonly FileVersion _version = FileVersion.Of(content.SafeFileHandle);
    private bool _ended;

    public override ObjectInfo Info { get; } =
        (Sidecar.Read(file.Sidecar(name)) ?? Sidecar.Foreign(file.Key))
        .Describe(file.Bucket, FileVersion.Of(content.SafeFileHandle));

    public override string VersionId => _version.ETag;

    public override Stream Content => content;

    /// <inheritdoc/>
    /// <exception cref="PreconditionFailedException">Somebody is still writing to the file; take it again later.</exception>
    public override async Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        using var entered = await locks.EnterAsync(file, cancellationToken);
        if (FileVersion.Of(file.Taken(name)) != _version)
            throw new PreconditionFailedException(file.Bucket, file.Key);
        FolderFault.Guard("remove", file, () =>
        {
            File.Delete(file.Taken(name));
            File.Delete(file.Sidecar(name));
        });
        LetGo();
    }

    /// <summary>Gives back what was not removed: to its key, or, where another lies there by now, left aside and listed.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        using var entered = await locks.EnterAsync(file, CancellationToken.None);
        try
        {
            FolderFault.Guard("give back", file, GiveBack);
        }
        finally
        {
            LetGo();
        }
    }

    private void GiveBack()
    {
        if (Path.Exists(file.Data))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file.Data)!);
        File.Move(file.Taken(name), file.Data);

        // Written to meanwhile: it is another version now, a file put in by hand.
        if (FileVersion.Of(file.Data) != _version)
            File.Delete(file.Sidecar(name));
    }

    private void LetGo()
    {
        _ended = true;
        content.Dispose();
        if (!File.Exists(file.Taken(name)))
            File.Delete($"{file.Taken(name)}.lock");
        held.Dispose();
    }
}
