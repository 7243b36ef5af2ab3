using System.Text.RegularExpressions;
using Lesion.Deployment.Tests.Observability.PromQl;
using Lesion.Deployment.Tests.Observability.Rules;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>An alert that asks for what nobody emits never fires, and nobody notices.</summary>
public sealed partial class RuleTests
{
    private const string Manual = "docs/operate.md";

    public static TheoryData<string> AlertNames => [.. DeployedRules.Alerts.Keys];

    [Fact]
    public void What_is_recorded_is_made_of_what_is_emitted() => Should.NotThrow(DeployedRules.Known);

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void An_alert_asks_for_what_is_emitted(string name)
    {
        var alert = DeployedRules.Alerts[name];

        var result = QueryReader.Read(alert.Expr, DeployedRules.Known());

        foreach (var (annotation, text) in alert.Annotations)
        {
            foreach (Match label in TemplateLabel().Matches(text))
            {
                result.Labels.ShouldContain(label.Groups["name"].Value, $"{annotation} of {name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void An_alert_says_since_when_how_bad_it_is_and_where_one_reads_on(string name)
    {
        var alert = DeployedRules.Alerts[name];

        alert.For.ShouldNotBeNull().ShouldMatch(@"^[1-9]\d*[mh]$");
        alert.Labels["severity"].ShouldBeOneOf("page", "warning");
        alert.Annotations["summary"].ShouldNotBeNullOrWhiteSpace();
        alert.Annotations["description"].ShouldNotBeNullOrWhiteSpace();
        alert.Annotations["runbook"].ShouldBe($"{Manual}#{name.ToLowerInvariant()}");
    }

    [Fact]
    public void The_manual_has_a_section_on_every_alert_and_on_no_other() =>
        SectionsOnAlerts().Order().ShouldBe(DeployedRules.Alerts.Keys.Order());

    /// <summary>What <c>promtool</c> is given to play through, and that it is played through, <see cref="PromtoolTests"/> see to.</summary>
    [Theory]
    [MemberData(nameof(AlertNames))]
    public void An_alert_was_seen_to_fire_and_to_keep_quiet(string name)
    {
        var expected = Directory.GetFiles(Repository.PathOf("deploy/prometheus/tests"), "*.yml")
            .SelectMany(path => Yaml.Read<RuleTestFile>(path).Tests)
            .SelectMany(test => test.AlertRuleTest)
            .Where(expectation => expectation.Alertname == name)
            .ToList();

        expected.ShouldContain(expectation => expectation.ExpAlerts.Count > 0);
        expected.ShouldContain(expectation => expectation.ExpAlerts.Count == 0);
    }

    private static IEnumerable<string> SectionsOnAlerts() => File.ReadLines(Repository.PathOf(Manual))
        .SkipWhile(line => line != "## Alerts")
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
        .Select(line => line[4..]);

    [GeneratedRegex(@"\$labels\.(?<name>\w+)")]
    private static partial Regex TemplateLabel();
}
