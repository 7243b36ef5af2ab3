using Lesion.Deployment.Tests.Observability.Dashboards;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>What Grafana is told at its start.</summary>
internal static class GrafanaProvisioning
{
    public static IReadOnlyList<DataSource> DataSources()
    {
        var file = Yaml.Read<Dictionary<string, object>>(Repository.PathOf("deploy/grafana/provisioning/datasources/lesion.yaml"));
        return
        [
            .. ((List<object>)file["datasources"]).Cast<Dictionary<object, object>>()
                .Select(source => new DataSource((string)source["type"], (string)source["uid"])),
        ];
    }
}
