namespace Lesion.Storage.Labels;

/// <summary>Which rows of a label sheet speak of which file.</summary>
public static class LabelSheetPaths
{
    /// <summary>
    /// Whether one path ends with the other, whole segments compared, so that <c>a/1.jpg</c> speaks of <c>set/a/1.jpg</c> and
    /// the other way round, but not of <c>ba/1.jpg</c>.
    /// </summary>
    public static bool SpeaksOf(string sheetPath, string path) =>
        EndsWithSegments(path, sheetPath) || EndsWithSegments(sheetPath, path);

    /// <summary>The last segment of a path; rows and files that agree agree in it.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool EndsWithSegments(string path, string ending) =>
        path.EndsWith(ending, StringComparison.Ordinal)
        && (path.Length == ending.Length || path[path.Length - ending.Length - 1] == '/');
}
