namespace Lesion.Deployment.Tests.Observability.Rules;

/// <summary>A file of <c>promtool test rules</c>, as far as it is looked into here.</summary>
internal sealed class RuleTestFile
{
    public List<string> RuleFiles { get; init; } = [];

    public string EvaluationInterval { get; init; } = "";

    public List<RuleTest> Tests { get; init; } = [];
}
