using System.Security.Cryptography;

namespace Lesion.Standalone.Demo.Dropping;

/// <summary>Puts files into the inbox as a person would: by copying them into its folder.</summary>
internal static class InboxDrop
{
    /// <param name="files">Paths and keys.</param>
    /// <param name="inbox">The inbox's folder.</param>
    /// <param name="outbox">A folder on the same disk: what is moved from there appears in the inbox whole.</param>
    /// <param name="dropped">Told how many are dropped.</param>
    public static IReadOnlyList<DroppedFile> Drop(
        IReadOnlyList<(string Path, string Key)> files, string inbox, string outbox, Action<int> dropped)
    {
        Directory.CreateDirectory(outbox);
        var all = new List<DroppedFile>(files.Count);
        foreach (var (path, key) in files)
        {
            var bytes = File.ReadAllBytes(path);
            var target = Path.Combine(inbox, key);
            var copy = Path.Combine(outbox, $"{all.Count}");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(copy, bytes);
            File.Move(copy, target);
            all.Add(new DroppedFile(path, key, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            dropped(all.Count);
        }

        return all;
    }
}
