namespace Lesion.Storage.Folders;

/// <summary>
/// Takes objects aside. The sidecar stays where it is and tells the key; a lock beside the data, which the system lets go
/// of when its holder dies, tells whether somebody works on it.
/// </summary>
internal static class FolderTakes
{
    /// <summary>Takes what lies under the key; the caller holds the key's lock.</summary>
    /// <exception cref="ObjectUnreadableException">Somebody put it in by hand, and it may not be read or moved.</exception>
    public static FolderTakenObject? Take(FolderKey file, FolderLocks locks)
    {
        // A copy by hand may give a second file the version of one that is being worked on: it waits its turn.
        if (FileVersion.Of(file.Data) is not { } version || File.Exists(file.Taken(version.ETag)))
            return null;

        var sidecar = file.Sidecar(version.ETag);
        if (!File.Exists(sidecar))
            Sidecar.Foreign(file.Key).Write(sidecar);
        Directory.CreateDirectory(Path.GetDirectoryName(file.Taken(version.ETag))!);
        return Hold(file, version.ETag, locks, () => PutAside(file, version));
    }

    /// <summary>Takes what a taker that died has left; the caller holds the key's lock.</summary>
    public static FolderTakenObject? TakeLeftBehind(FolderKey file, FolderLocks locks) =>
        file.TakenVersions()
            .Select(version => Hold(file, version, locks, () => { }))
            .FirstOrDefault(taken => taken is not null);

    /// <summary>What lies aside and nobody alive works on, in the order of keys.</summary>
    public static async Task<IReadOnlyList<ObjectListing>> LeftBehindAsync(
        FolderLayout layout,
        FolderLocks locks,
        string bucket,
        CancellationToken cancellationToken)
    {
        var found = new List<ObjectListing>();
        if (!Directory.Exists(layout.Taken(bucket)))
            return found;

        foreach (var path in Directory.GetFiles(layout.Taken(bucket)).Where(path => !Path.HasExtension(path)))
        {
            var name = Path.GetFileName(path);
            if (Sidecar.Read(Path.Combine(layout.Sidecars(bucket, name), $"{name}.json")) is not { } sidecar)
                continue;

            var file = new FolderKey(layout, bucket, sidecar.Key);
            using var entered = await locks.EnterAsync(file, cancellationToken);
            if (FileVersion.Of(path) is not { } version)
                continue;
            using var held = FolderLocks.TryLock($"{path}.lock");
            if (held is not null)
                found.Add(new ObjectListing(file.Key, version.Size, version.ETag, version.LastModified));
        }

        return [.. found.DistinctBy(listing => listing.Key).OrderBy(listing => listing.Key, KeyOrder.Instance)];
    }

    private static void PutAside(FolderKey file, FileVersion version)
    {
        try
        {
            // Only what can be read is put aside.
            FolderReader.OpenRead(file.Data)?.Dispose();
            File.Move(file.Data, file.Taken(version.ETag));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ObjectUnreadableException(file.Bucket, file.Key, exception);
        }
    }

    private static FolderTakenObject? Hold(FolderKey file, string name, FolderLocks locks, Action move)
    {
        var path = $"{file.Taken(name)}.lock";
        if (FolderLocks.TryLock(path) is not { } held)
            return null;

        FolderTakenObject? taken = null;
        try
        {
            move();
            if (FolderReader.OpenRead(file.Taken(name)) is { } content)
                taken = new FolderTakenObject(file, name, locks, held, content);
        }
        catch (FileNotFoundException)
        {
            // Whoever put it in by hand has taken it out again.
        }
        finally
        {
            if (taken is null)
            {
                File.Delete(path);
                held.Dispose();
            }
        }

        return taken;
    }
}
