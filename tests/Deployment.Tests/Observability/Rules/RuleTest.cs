namespace Lesion.Deployment.Tests.Observability.Rules;

internal sealed class RuleTest
{
    public string Name { get; init; } = "";

    public string Interval { get; init; } = "";

    public List<Dictionary<string, string>> InputSeries { get; init; } = [];

    public List<AlertExpectation> AlertRuleTest { get; init; } = [];

    public List<object> PromqlExprTest { get; init; } = [];
}
