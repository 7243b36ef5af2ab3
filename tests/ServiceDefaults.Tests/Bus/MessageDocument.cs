using System.Text.RegularExpressions;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>The messages that <c>docs/messages.md</c> describes: a heading of each exchange, and an example below it.</summary>
internal static partial class MessageDocument
{
    /// <summary>The repository that this test was built from.</summary>
    public static string Root { get; } = FindRoot();

    /// <returns>Exchange and example, in the document's order.</returns>
    public static IReadOnlyList<(string Exchange, string Example)> Read() =>
        [.. Section().Matches(File.ReadAllText(Path.Combine(Root, "docs", "messages.md")))
            .Select(section => (section.Groups["exchange"].Value, section.Groups["example"].Value))];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository: Lesion.sln is not found.");
    }

    [GeneratedRegex(@"^### (?<exchange>lesion\.[a-z-]+)$.*?^```json\n(?<example>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();
}
