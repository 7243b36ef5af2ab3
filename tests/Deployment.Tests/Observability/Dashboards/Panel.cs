using System.Text.Json.Nodes;

namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>A panel, or the title line of a row, which shows nothing.</summary>
internal sealed record Panel(int Id, string Type, string Title, GridPosition GridPos)
{
    public string? Description { get; init; }

    public DataSource? Datasource { get; init; }

    public JsonObject? FieldConfig { get; init; }

    public IReadOnlyList<Target> Targets { get; init; } = [];

    public bool IsRow => Type == "row";

    public string? Unit => (string?)FieldConfig?["defaults"]?["unit"];
}
