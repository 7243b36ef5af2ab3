using Lesion.Deployment.Tests.Observability.Metrics;
using Lesion.Deployment.Tests.Observability.PromQl;

namespace Lesion.Deployment.Tests.Observability.Rules;

/// <summary>The rules of <c>deploy/prometheus/rules</c>.</summary>
internal static class DeployedRules
{
    private static readonly IReadOnlyList<Rule> All =
    [
        .. Directory.GetFiles(Repository.PathOf("deploy/prometheus/rules"), "*.yml").Order()
            .SelectMany(path => Yaml.Read<RuleFile>(path).Groups)
            .SelectMany(group => group.Rules),
    ];

    public static IReadOnlyList<Rule> Recorded { get; } = [.. All.Where(rule => rule.Record is not null)];

    public static IReadOnlyDictionary<string, Rule> Alerts { get; } =
        All.Where(rule => rule.Alert is not null).ToDictionary(rule => rule.Alert!);

    /// <summary>What is emitted, and what is recorded of it.</summary>
    /// <exception cref="BadQueryException">A recorded series is made of what there is not.</exception>
    public static KnownMetrics Known()
    {
        var known = KnownMetrics.Emitted();
        foreach (var rule in Recorded)
        {
            var labels = QueryReader.Read(rule.Expr, known).Labels.Concat(rule.Labels.Keys);
            known.Add(new Metric(rule.Record!, labels.ToDictionary(label => label, IReadOnlySet<string> (_) => new HashSet<string>()), false));
        }

        return known;
    }
}
