namespace Lesion.Deployment.Tests.Observability.Dashboards;

internal sealed record DataSource(string Type, string Uid);
