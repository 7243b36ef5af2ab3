using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>Every port that is spoken of is one on which somebody listens.</summary>
internal static class PortRules
{
    public static IEnumerable<string> Faults(Manifest manifest) =>
        [.. ProbeFaults(manifest), .. ServiceFaults(manifest), .. IngressFaults(manifest), .. PolicyFaults(manifest)];

    private static IEnumerable<string> ProbeFaults(Manifest manifest) =>
        from pod in manifest.Workloads
        from container in pod.Spec!.Containers
        from probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }
        let port = probe?.HttpGet?.Port ?? probe?.TcpSocket?.Port
        where port is not null && pod.PortNumber(Text(port)) is null
        select $"{pod.Name}: a probe asks at the port '{Text(port)}', which it does not have";

    private static IEnumerable<string> ServiceFaults(Manifest manifest)
    {
        foreach (var service in manifest.All<V1Service>())
        {
            foreach (var port in service.Spec.Ports)
            {
                var target = port.TargetPort is null ? $"{port.Port}" : Text(port.TargetPort);
                foreach (var pod in manifest.PodsOf(service.Spec.Selector))
                {
                    if (pod.PortNumber(target) is not { } number)
                        yield return $"Service {service.Metadata.Name}: {pod.Name} has no port '{target}'";
                    else if (service.Spec.ClusterIP == "None" && number != port.Port)
                        yield return $"Service {service.Metadata.Name} is headless, so that its port {port.Port} must be the pod's, {number}";
                }
            }
        }
    }

    private static IEnumerable<string> IngressFaults(Manifest manifest) =>
        from ingress in manifest.All<V1Ingress>()
        from rule in ingress.Spec.Rules
        from path in rule.Http.Paths
        let backend = path.Backend.Service
        where !manifest.All<V1Service>().Any(service => service.Metadata.Name == backend.Name
            && service.Spec.Ports.Any(port => port.Name == backend.Port.Name || port.Port == backend.Port.Number))
        select $"Ingress {ingress.Metadata.Name}: there is no Service '{backend.Name}' with that port";

    private static IEnumerable<string> PolicyFaults(Manifest manifest)
    {
        foreach (var policy in manifest.All<V1NetworkPolicy>())
        {
            var own = manifest.PodsOf(policy.Spec.PodSelector.MatchLabels).ToList();
            var faults = (policy.Spec.Ingress ?? []).SelectMany(rule => Unheard(rule.Ports, own))
                .Concat((policy.Spec.Egress ?? []).SelectMany(rule => (rule.To ?? [])
                    .Where(peer => peer is { NamespaceSelector: null, PodSelector: not null })
                    .SelectMany(peer => Unheard(rule.Ports, [.. manifest.PodsOf(peer.PodSelector.MatchLabels)]))));
            foreach (var fault in faults)
                yield return $"NetworkPolicy {policy.Metadata.Name}: {fault}";
        }
    }

    private static IEnumerable<string> Unheard(IList<V1NetworkPolicyPort>? ports, IReadOnlyList<Pod> pods) =>
        from port in ports ?? []
        where port.Port is not null
        from pod in pods
        where pod.PortNumber(Text(port.Port)) is null
        select $"{pod.Name} has no port '{Text(port.Port)}'";

    private static string Text(IntOrString port) => port.ToString()!;
}
