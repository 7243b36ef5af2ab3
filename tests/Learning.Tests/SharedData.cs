namespace Lesion.Learning.Tests;

/// <summary>Real images and weights, which are no part of the repository: tests that use them are skipped where they are absent.</summary>
internal static class SharedData
{
    private static readonly string Data =
        Environment.GetEnvironmentVariable("LESION_TEST_DATA") ?? Path.Combine(RepositoryRoot(), "..", "shared", "data");

    /// <summary>The path of an image set's file or folder.</summary>
    public static string Images(string path) => Existing(Path.Combine(Data, path));

    /// <summary>The path of a pretrained weights' file.</summary>
    public static string Weights(string file) => Existing(Path.Combine(Data, "..", "weights", file));

    /// <summary>The path of a file of expected values.</summary>
    public static string Golden(string file) => Existing(Path.Combine(Data, "..", "golden", file));

    private static string Existing(string path)
    {
        Assert.SkipUnless(Path.Exists(path), $"{Path.GetFullPath(path)} is absent; set LESION_TEST_DATA to the folder of the image sets.");
        return path;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
