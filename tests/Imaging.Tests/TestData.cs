using System.Runtime.CompilerServices;

namespace Lesion.Imaging.Tests;

/// <summary>Real photographs, which lie outside the repository.</summary>
internal static class TestData
{
    private static readonly string Root = Environment.GetEnvironmentVariable("LESION_TEST_DATA")
        ?? Path.GetFullPath(Path.Combine(SourceFolder(), "../../../shared/data"));

    /// <summary>Some photographs of a set, or the test is skipped.</summary>
    public static string[] Photographs(string set, int count)
    {
        var folder = Path.Combine(Root, set);
        Assert.SkipUnless(Directory.Exists(folder), $"The image set {folder} is not on this machine (LESION_TEST_DATA).");
        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".jpg" or ".jpeg" or ".png")
                .Order(StringComparer.Ordinal)
                .Take(count),
        ];
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
