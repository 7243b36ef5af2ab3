namespace Lesion.Deployment.Tests.Observability.Rules;

/// <summary>A rule of Prometheus: it records a series, or it alerts.</summary>
internal sealed class Rule
{
    public string? Record { get; init; }

    public string? Alert { get; init; }

    public string Expr { get; init; } = "";

    public string? For { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public Dictionary<string, string> Annotations { get; init; } = [];
}
