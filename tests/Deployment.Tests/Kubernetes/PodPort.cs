using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes;

internal sealed record PodPort(string Name, int Number, string Protocol = "TCP")
{
    public static PodPort Of(V1ContainerPort port) => new(port.Name, port.ContainerPort, port.Protocol ?? "TCP");
}
