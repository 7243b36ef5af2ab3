using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>Which labels a selector selects.</summary>
internal static class Selectors
{
    /// <exception cref="NotSupportedException">The selector has expressions, which no overlay of ours uses.</exception>
    public static bool Match(V1LabelSelector selector, IDictionary<string, string> labels) =>
        selector.MatchExpressions is { Count: > 0 }
            ? throw new NotSupportedException("The tests understand 'matchLabels' alone: write the selector so, or teach it to them.")
            : Match(selector.MatchLabels, labels);

    /// <param name="wanted">None selects everything.</param>
    /// <param name="labels">What is there.</param>
    public static bool Match(IDictionary<string, string>? wanted, IDictionary<string, string> labels) =>
        (wanted ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    public static string Text(IDictionary<string, string>? labels) =>
        string.Join(",", (labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}"));
}
