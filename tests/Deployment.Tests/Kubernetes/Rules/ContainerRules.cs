using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>Pods run restricted, say what they need, and tell how they are.</summary>
internal static class ContainerRules
{
    public static IEnumerable<string> Faults(Manifest manifest) =>
        manifest.Workloads.SelectMany(pod => PodFaults(pod.Spec!)
            .Concat(pod.Spec!.Containers.SelectMany(container => Faults(pod.Spec, container)))
            .Select(fault => $"{pod.Name}: {fault}"));

    private static IEnumerable<string> PodFaults(V1PodSpec pod)
    {
        if (pod.AutomountServiceAccountToken != false)
            yield return "has a token of the Kubernetes API, which it does not need";
        if (pod.EnableServiceLinks != false)
            yield return "has the Services of the namespace as variables, which may be taken for settings";
        if (pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true)
            yield return "shares something with its node";
        if (pod.SecurityContext?.SeccompProfile?.Type != "RuntimeDefault")
            yield return "has no seccomp profile RuntimeDefault";
        if (pod.SecurityContext is not { RunAsNonRoot: true, RunAsUser: > 0 })
            yield return "may run as root";
        foreach (var volume in (pod.Volumes ?? []).Where(volume => volume.HostPath is not null))
            yield return $"has the volume {volume.Name} of its node";
    }

    private static IEnumerable<string> Faults(V1PodSpec pod, V1Container container)
    {
        var security = container.SecurityContext;
        if (security?.Privileged == true || security?.AllowPrivilegeEscalation != false)
            yield return "may gain privileges";
        if (security?.ReadOnlyRootFilesystem != true)
            yield return "may write to its root file system";
        if (security?.Capabilities?.Drop?.Contains("ALL") != true || security.Capabilities.Add is { Count: > 0 })
            yield return "keeps capabilities";
        if (security is { RunAsNonRoot: false } or { RunAsUser: 0 })
            yield return "may run as root";
        if (container.LivenessProbe is null || container.ReadinessProbe is null || container.StartupProbe is null)
            yield return "lacks a probe: start-up, live or ready";
        if (!container.Image.Split('/')[^1].Contains(':') || container.Image.EndsWith(":latest", StringComparison.Ordinal))
            yield return $"runs '{container.Image}', which is no version";
        foreach (var fault in ResourceFaults(container.Resources))
            yield return fault;
        var pause = container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
        if ((pod.TerminationGracePeriodSeconds ?? 30) < pause + 30)
            yield return $"has less than 30 s to end in, after the {pause} s that it waits";
    }

    private static IEnumerable<string> ResourceFaults(V1ResourceRequirements? resources)
    {
        foreach (var resource in new[] { "cpu", "memory" })
        {
            if (resources?.Requests?.TryGetValue(resource, out var request) != true
                || resources.Limits?.TryGetValue(resource, out var limit) != true)
            {
                yield return $"has no request or no limit of {resource}";
            }
            else if (request!.ToDecimal() > limit!.ToDecimal())
            {
                yield return $"asks for more {resource} than it may have";
            }
        }
    }
}
