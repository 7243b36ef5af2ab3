using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>The secrets that docs/operate.md says must exist: the table under "Secrets", name and keys in its first two columns.</summary>
internal static partial class DocumentedSecrets
{
    public static HashSet<(string Name, string Key)> Read() =>
    [
        .. File.ReadLines(Repository.PathOf("docs/operate.md"))
            .SkipWhile(line => line != "#### Secrets")
            .TakeWhile(line => line == "#### Secrets" || !line.StartsWith('#'))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length > 3)
            .SelectMany(cells => Code().Matches(cells[1]).SelectMany(name => Code().Matches(cells[2]).Select(key => (Of(name), Of(key))))),
    ];

    private static string Of(Match code) => code.Groups[1].Value;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
