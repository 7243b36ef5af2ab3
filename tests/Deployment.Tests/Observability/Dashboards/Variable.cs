namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>What one chooses at the top of a dashboard.</summary>
internal sealed record Variable(string Name, DataSource Datasource, string Query);
