using System.Text.Json;

namespace Lesion.Deployment.Tests.Observability.Dashboards;

/// <summary>A dashboard of <c>deploy/grafana/dashboards</c>, as far as it is looked into here.</summary>
internal sealed record Dashboard(string Uid, string Title, IReadOnlyList<Panel> Panels, Templating Templating)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>By the names of their files.</summary>
    public static IReadOnlyDictionary<string, Dashboard> All { get; } =
        Directory.GetFiles(Repository.PathOf("deploy/grafana/dashboards"), "*.json").ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => JsonSerializer.Deserialize<Dashboard>(File.ReadAllText(path), Json)!);

    /// <summary>The panels that show something.</summary>
    public IEnumerable<Panel> Shown => Panels.Where(panel => !panel.IsRow);

    public override string ToString() => Title;
}
