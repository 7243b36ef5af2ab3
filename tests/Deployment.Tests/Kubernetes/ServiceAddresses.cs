using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>The names at which an overlay's Services are, those that operators make included.</summary>
internal static class ServiceAddresses
{
    public static HashSet<(string Name, int Port)> Of(Manifest manifest) =>
    [
        .. manifest.All<V1Service>().SelectMany(service => service.Spec.Ports.Select(port => (service.Metadata.Name, port.Port))),
        .. manifest.All<RabbitmqCluster>().SelectMany(cluster => new[] { (cluster.Metadata.Name, 5672), (cluster.Metadata.Name, 15672) }),
        .. manifest.All<PostgresCluster>().Select(cluster => ($"{cluster.Metadata.Name}-rw", 5432)),
    ];
}
