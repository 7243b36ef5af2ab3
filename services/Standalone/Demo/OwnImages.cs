using Lesion.Standalone.CommandLine;
using Lesion.Storage;

namespace Lesion.Standalone.Demo;

/// <summary>The files of a person's folder and the keys that they are dropped under.</summary>
internal static class OwnImages
{
    /// <summary>
    /// <c>DIR/label/photo.jpg</c> is dropped as <c>label/photo.jpg</c>; with a <c>DIR/labels.csv</c>, which then rules,
    /// folders name no labels.
    /// </summary>
    /// <returns>Paths and keys.</returns>
    /// <exception cref="CommandFailedException">There are no files.</exception>
    public static IReadOnlyList<(string Path, string Key)> Find(DirectoryInfo folder)
    {
        var hasSheet = File.Exists(Path.Combine(folder.FullName, Keys.LabelSheetName));
        var files = Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, Key(Path.GetRelativePath(folder.FullName, path), hasSheet)))
            .ToList();
        return files.Count > 0
            ? files
            : throw new CommandFailedException(
                $"There are no files in '{folder}'. Put images into '{folder}/<label>/', a folder for each label.");
    }

    private static string Key(string relative, bool hasSheet)
    {
        var path = relative.Replace(Path.DirectorySeparatorChar, '/');
        return path == Keys.LabelSheetName || (path.Contains('/') && !hasSheet) ? path : $"{Keys.Unlabelled}/{path}";
    }
}
