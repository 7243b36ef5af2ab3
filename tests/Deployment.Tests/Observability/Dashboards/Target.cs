namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>A query of a panel.</summary>
internal sealed record Target(string RefId, string Expr)
{
    /// <summary>How a series is called; a table needs none.</summary>
    public string? LegendFormat { get; init; }
}
