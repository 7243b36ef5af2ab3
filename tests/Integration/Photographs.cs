namespace Lesion.Integration;

/// <summary>Real photographs, which are no part of the repository: tests that use them are skipped where they are absent.</summary>
internal static class Photographs
{
    /// <summary>The folder of <c>ham-1000/val</c>: in it a folder a label.</summary>
    public static string Folder
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("LESION_TEST_DATA") ?? Path.Combine(RepositoryRoot(), "..", "shared", "data");
            var folder = Path.GetFullPath(Path.Combine(data, "ham-1000", "val"));
            Assert.SkipUnless(Directory.Exists(folder), $"{folder} is absent; set LESION_TEST_DATA to the folder of the image sets.");
            return folder;
        }
    }

    /// <summary>The first of each label, by their paths below the folder.</summary>
    public static IReadOnlyList<string> Take(string folder, int ofEachLabel) =>
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(label => Directory
            .EnumerateFiles(label).Order(StringComparer.Ordinal).Take(ofEachLabel).Select(file => Path.GetRelativePath(folder, file))),
    ];

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
