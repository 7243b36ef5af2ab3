namespace Lesion.Deployment.Tests.Observability.Rules;

internal sealed class RuleFile
{
    public List<RuleGroup> Groups { get; init; } = [];
}
