namespace Lesion.Storage.Folders;

/// <summary>What processes that died have left and nobody needs.</summary>
internal static class StaleFiles
{
    /// <summary>A younger file may be new and not locked yet.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    public static void Remove(FolderLayout layout, TimeProvider time)
    {
        foreach (var path in HalfWritten(layout).Concat(LocksOfNothing(layout)))
        {
            if ((time.GetUtcNow() - File.GetLastWriteTimeUtc(path)).Duration() < Age)
                continue;
            using var unused = FolderLocks.TryLock(path);
            if (unused is not null)
                File.Delete(path);
        }
    }

    private static string[] HalfWritten(FolderLayout layout) => Directory.GetFiles(layout.Temporary);

    private static IEnumerable<string> LocksOfNothing(FolderLayout layout) =>
        Buckets.All
            .Select(layout.Taken)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.lock"))
            .Where(path => !File.Exists(Path.ChangeExtension(path, null)));
}
