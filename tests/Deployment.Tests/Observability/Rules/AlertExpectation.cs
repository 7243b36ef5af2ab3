namespace Lesion.Deployment.Tests.Observability.Rules;

internal sealed class AlertExpectation
{
    public string EvalTime { get; init; } = "";

    public string Alertname { get; init; } = "";

    /// <summary>What fires then; nothing where it is empty.</summary>
    public List<object> ExpAlerts { get; init; } = [];
}
