using System.Text.RegularExpressions;

namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>What Grafana adds to PromQL.</summary>
internal static partial class DashboardQueries
{
    /// <summary>The dashboard's variables that a query names; Grafana's own begin with two underscores.</summary>
    public static IEnumerable<string> Variables(string expression) => Variable().Matches(expression)
        .Select(match => match.Groups["name"].Value)
        .Where(name => !name.StartsWith("__", StringComparison.Ordinal));

    /// <summary>The labels that a legend shows, as <c>{{queue}}</c>.</summary>
    public static IEnumerable<string> LegendLabels(string? legend) =>
        LegendLabel().Matches(legend ?? "").Select(match => match.Groups["name"].Value);

    /// <summary>A variable's query, <c>label_values(metric, label)</c>, taken apart.</summary>
    public static (string Expression, string Label) LabelValues(string query) =>
        LabelValues().Match(query) is { Success: true } match
            ? (match.Groups["expression"].Value, match.Groups["label"].Value)
            : throw new InvalidDataException($"'{query}' is no label_values(metric, label).");

    [GeneratedRegex(@"\$\{?(?<name>\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{\s*(?<name>\w+)\s*\}\}")]
    private static partial Regex LegendLabel();

    [GeneratedRegex(@"^label_values\((?<expression>.+),\s*(?<label>\w+)\)$")]
    private static partial Regex LabelValues();
}
