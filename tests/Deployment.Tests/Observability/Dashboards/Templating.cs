namespace Lesion.Deployment.Tests.Observability.Dashboards;

internal sealed record Templating(IReadOnlyList<Variable> List);
