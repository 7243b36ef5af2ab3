using System.Runtime.CompilerServices;

namespace Lesion.Inference.Tests;

/// <summary>Real photographs, which lie outside the repository.</summary>
internal static class TestData
{
    private static readonly string Root = Environment.GetEnvironmentVariable("LESION_TEST_DATA")
        ?? Path.GetFullPath(Path.Combine(SourceFolder(), "../../../shared/data"));

    /// <summary>The first photographs of <c>ham-1000/val</c>, or the test is skipped.</summary>
    public static IReadOnlyList<string> Photographs(int count)
    {
        var folder = Path.Combine(Root, "ham-1000/val");
        Assert.SkipUnless(Directory.Exists(folder), $"The photographs of {folder} are not on this machine (LESION_TEST_DATA).");
        return [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count)];
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
