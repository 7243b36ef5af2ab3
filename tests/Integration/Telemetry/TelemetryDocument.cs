using System.Text.RegularExpressions;

namespace Lesion.Integration.Telemetry;

/// <summary>The instruments that <c>docs/telemetry.md</c> lists: a row of a table each.</summary>
internal static partial class TelemetryDocument
{
    public static IReadOnlyList<ListedInstrument> Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lesion.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return
        [
            .. Row().Matches(File.ReadAllText(Path.Combine(folder.FullName, "docs", "telemetry.md"))).Select(row => new ListedInstrument(
                row.Groups["name"].Value,
                row.Groups["unit"].Value,
                row.Groups["kind"].Value,
                [.. row.Groups["attribute"].Captures.Select(attribute => attribute.Value)])),
        ];
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| `(?<unit>[^`]+)` \| (?<kind>[a-z -]+) \| (?:`(?<attribute>[a-z_.]+)`[^|`]*)*\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
