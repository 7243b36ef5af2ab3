using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>A pod as it will be: of a template of ours, or of an operator's making.</summary>
/// <param name="Name">Of what makes it.</param>
/// <param name="Labels">By which it is selected.</param>
/// <param name="Ports">On which it listens.</param>
/// <param name="Spec">Null where an operator writes it.</param>
/// <param name="Claims">Volumes that each pod has of its own.</param>
internal sealed record Pod(
    string Name,
    IDictionary<string, string> Labels,
    IReadOnlyList<PodPort> Ports,
    V1PodSpec? Spec = null,
    IReadOnlyList<string>? Claims = null)
{
    /// <summary>Whether it is one of the five services, and the settings are ours.</summary>
    public bool IsService => Labels.TryGetValue("app.kubernetes.io/part-of", out var whole) && whole == "lesion";

    public static Pod Of(V1Deployment deployment) =>
        Of(deployment.Metadata.Name, deployment.Spec.Template, []);

    public static Pod Of(V1StatefulSet set) =>
        Of(set.Metadata.Name, set.Spec.Template, [.. (set.Spec.VolumeClaimTemplates ?? []).Select(claim => claim.Metadata.Name)]);

    /// <summary>As the cluster operator labels its pods.</summary>
    public static Pod Of(RabbitmqCluster cluster) => new(
        cluster.Metadata.Name,
        new Dictionary<string, string>
        {
            ["app.kubernetes.io/name"] = cluster.Metadata.Name,
            ["app.kubernetes.io/component"] = "rabbitmq",
            ["app.kubernetes.io/part-of"] = "rabbitmq",
        },
        [new("epmd", 4369), new("amqp", 5672), new("management", 15672), new("prometheus", 15692), new("clustering", 25672), new("tools", 35672)]);

    /// <summary>As CloudNativePG labels its pods.</summary>
    public static Pod Of(PostgresCluster cluster) => new(
        cluster.Metadata.Name,
        new Dictionary<string, string> { ["cnpg.io/cluster"] = cluster.Metadata.Name, ["cnpg.io/podRole"] = "instance" },
        [new("postgresql", 5432), new("status", 8000), new("metrics", 9187)]);

    public int? PortNumber(string nameOrNumber) =>
        Ports.FirstOrDefault(port => port.Name == nameOrNumber || $"{port.Number}" == nameOrNumber)?.Number;

    private static Pod Of(string name, V1PodTemplateSpec template, IReadOnlyList<string> claims) => new(
        name,
        template.Metadata.Labels ?? new Dictionary<string, string>(),
        [.. template.Spec.Containers.SelectMany(container => container.Ports ?? []).Select(PodPort.Of)],
        template.Spec,
        claims);
}
