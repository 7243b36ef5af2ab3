using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Compose;

/// <summary>The variables that compose files ask for, and those that <c>.env.example</c> sets.</summary>
internal static partial class ComposeVariables
{
    /// <summary>What compose itself reads of <c>.env</c>.</summary>
    public static IReadOnlyList<string> OfCompose { get; } = ["COMPOSE_FILE", "COMPOSE_PROFILES"];

    public static string Example { get; } = File.ReadAllText(Repository.PathOf(".env.example"));

    /// <summary>Lines of the example, those that are commented out among them.</summary>
    public static IReadOnlyList<(string Name, string Value, bool IsSet)> InExample { get; } =
        [.. Assignment().Matches(Example).Select(line => (line.Groups["name"].Value, line.Groups["value"].Value, line.Groups["off"].Length == 0))];

    /// <summary>Each use: the name, and what follows it (<c>:?…</c>, <c>:-…</c>, or nothing).</summary>
    public static IReadOnlyList<(string Name, string Default)> In(string text) =>
        [.. Use().Matches(text).Select(use => (use.Groups["name"].Value, use.Groups["default"].Value))];

    [GeneratedRegex(@"\$\{(?<name>\w+)(?<default>[^}]*)\}")]
    private static partial Regex Use();

    [GeneratedRegex(@"^(?<off>#?)(?<name>[A-Z0-9_]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
