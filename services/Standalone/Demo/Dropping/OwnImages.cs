using Lesion.Standalone.CommandLine;
using Lesion.Storage;

namespace Lesion.Standalone.Demo.Dropping;

/// <summary>The files of a person's folder and the keys that they are dropped under.</summary>
internal static class OwnImages
{
    /// <summary>
    /// <c>DIR/label/photo.jpg</c> is dropped as <c>label/photo.jpg</c>, a deeper <c>DIR/label/a/photo.jpg</c> as
    /// <c>label/a-photo.jpg</c>. With a <c>DIR/labels.csv</c>, which then rules, folders name no labels, and files keep the
    /// names by which its rows find them.
    /// </summary>
    /// <returns>Paths and keys.</returns>
    /// <exception cref="CommandFailedException">There are no files, or two would have one key.</exception>
    public static IReadOnlyList<(string Path, string Key)> Find(DirectoryInfo folder)
    {
        var hasSheet = File.Exists(Path.Combine(folder.FullName, Keys.LabelSheetName));
        var files = Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
            .Where(path => IsDroppable(Path.GetRelativePath(folder.FullName, path)))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Key: Key(Path.GetRelativePath(folder.FullName, path), hasSheet)))
            .ToList();
        if (files.Count == 0)
        {
            throw new CommandFailedException(
                $"There are no files in '{folder}'. Put images into '{folder}/<label>/', a folder for each label.");
        }

        return files.GroupBy(file => file.Key).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new CommandFailedException(
                $"{string.Join(" and ", twice.Select(file => $"'{file.Path}'"))} would both be dropped as '{twice.Key}'. Rename one.")
            : files;
    }

    /// <summary>What the inbox would never take in is not dropped: hidden files and folders, and names that no key can have.</summary>
    private static bool IsDroppable(string relative) =>
        !relative.Split(Path.DirectorySeparatorChar).Any(segment => segment.StartsWith('.'))
        && !relative.Any(letter => letter is '\\' or '\uFFFD' || char.IsControl(letter));

    private static string Key(string relative, bool hasSheet)
    {
        var segments = relative.Split(Path.DirectorySeparatorChar);
        return (segments, hasSheet) switch
        {
            ([Keys.LabelSheetName], _) => Keys.LabelSheetName,
            ([var label, .. var name], false) when name.Length > 0 => $"{label}/{string.Join('-', name)}",
            _ => $"{Keys.Unlabelled}/{segments[^1]}",
        };
    }
}
