using System.IO.Enumeration;

namespace Lesion.Storage.Folders;

/// <summary>Walks a bucket's folders in the order of keys. Reads names, times and sizes only.</summary>
internal sealed class FolderWalk(
    FolderLayout layout,
    string bucket,
    string prefix,
    string? startAfter,
    Func<FolderKey, FileVersion?, bool> isSettled)
{
    /// <summary>The listing, with objects whose taker died in their places.</summary>
    public IEnumerable<ObjectListing> With(IReadOnlyList<ObjectListing> leftBehind)
    {
        var aside = new Queue<ObjectListing>(leftBehind.Where(listing => IsWanted(listing.Key)));
        foreach (var listing in Objects())
        {
            while (aside.TryPeek(out var next) && KeyOrder.Instance.Compare(next.Key, listing.Key) < 0)
                yield return aside.Dequeue();
            if (aside.TryPeek(out var same) && same.Key == listing.Key)
                yield return aside.Dequeue();
            else
                yield return listing;
        }

        while (aside.TryDequeue(out var last))
            yield return last;
    }

    private IEnumerable<ObjectListing> Objects()
    {
        // Start as deep as the prefix leads; one that is no key has no objects under it.
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (folder.Length > 0 && !IsPlain(folder))
            return [];
        return Walk(new DirectoryInfo(Path.Combine(layout.Bucket(bucket), folder)), folder);
    }

    private bool IsPlain(string folder)
    {
        try
        {
            return !new FolderKey(layout, bucket, $"{folder}x").PassesLink();
        }
        catch (InvalidObjectKeyException)
        {
            return false;
        }
    }

    private IEnumerable<ObjectListing> Walk(DirectoryInfo directory, string folder)
    {
        foreach (var name in FolderFault.Guard("list", $"{bucket}/{folder}", () => Names(directory, folder)))
        {
            var key = folder + name;
            var path = Path.Combine(directory.FullName, name);
            if (name.EndsWith('/'))
            {
                foreach (var listing in MayHold(key) ? Walk(new DirectoryInfo(path), key) : [])
                    yield return listing;
            }
            else if (IsWanted(key) && FileVersion.Of(path) is { } version && IsVisible(key, version))
            {
                yield return new ObjectListing(key, version.Size, version.ETag, version.LastModified);
            }
        }
    }

    /// <summary>
    /// Names in the order that keys have, in which a folder's name ends with its slash. A folder that was put in by hand and
    /// may not be read hides what is in it and nothing else.
    /// </summary>
    private static string[] Names(DirectoryInfo directory, string folder)
    {
        if (!directory.Exists || new DirectoryInfo(directory.FullName.TrimEnd('/')).LinkTarget is not null)
            return [];
        var entries = new FileSystemEnumerable<string>(
            directory.FullName,
            (ref FileSystemEntry entry) => entry.IsDirectory ? $"{entry.FileName}/" : entry.FileName.ToString(),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = folder.Length > 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.FileName[0] != '.',
        };
        try
        {
            string[] names = [.. entries];
            Array.Sort(names, KeyOrder.Instance);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private bool IsWanted(string key) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
        && (startAfter is null || KeyOrder.Instance.Compare(key, startAfter) > 0);

    private bool MayHold(string folder) =>
        (folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal))
        && (startAfter is null
            || KeyOrder.Instance.Compare(folder, startAfter) > 0
            || startAfter.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>A file whose name no key can have is shown, so that somebody is told of it.</summary>
    private bool IsVisible(string key, FileVersion version)
    {
        try
        {
            return isSettled(new FolderKey(layout, bucket, key), version);
        }
        catch (InvalidObjectKeyException)
        {
            return true;
        }
    }
}
