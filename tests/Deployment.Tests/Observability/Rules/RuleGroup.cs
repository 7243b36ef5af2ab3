namespace Lesion.Deployment.Tests.Observability.Rules;

internal sealed class RuleGroup
{
    public string Name { get; init; } = "";

    public List<Rule> Rules { get; init; } = [];
}
