using k8s.Models;
using Lesion.Deployment.Tests.Kubernetes.Objects;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>One hand scales a Deployment, by something that is there.</summary>
internal static class ScalingRules
{
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        var scaled = manifest.All<ScaledObject>().Select(one => one.Spec.ScaleTargetRef.Name)
            .Concat(manifest.All<V2HorizontalPodAutoscaler>().Select(one => one.Spec.ScaleTargetRef.Name))
            .ToList();
        foreach (var twice in scaled.GroupBy(name => name).Where(same => same.Count() > 1))
            yield return $"Deployment {twice.Key} is scaled by two";
        foreach (var name in scaled.Distinct())
        {
            var target = manifest.Deployments.SingleOrDefault(deployment => deployment.Metadata.Name == name);
            if (target is null)
                yield return $"there is no Deployment '{name}' to be scaled";
            else if (target.Spec.Replicas is not null)
                yield return $"Deployment {name} says how many replicas it has, and is scaled too: each roll-out would undo that";
        }

        foreach (var one in manifest.All<V2HorizontalPodAutoscaler>().Where(one => one.Spec.MinReplicas > one.Spec.MaxReplicas))
            yield return $"HorizontalPodAutoscaler {one.Metadata.Name}: the least are more than the most";
        foreach (var fault in manifest.All<ScaledObject>().SelectMany(one => Faults(manifest, one)))
            yield return fault;
    }

    private static IEnumerable<string> Faults(Manifest manifest, ScaledObject scaled)
    {
        var name = scaled.Metadata.Name;
        if (scaled.Spec.MinReplicaCount > scaled.Spec.MaxReplicaCount)
            yield return $"ScaledObject {name}: the least are more than the most";
        if (scaled.Spec.Fallback is null or { Replicas: 0 })
            yield return $"ScaledObject {name} leaves nobody who would declare a queue that is not there";
        foreach (var queue in scaled.Spec.Triggers.Select(trigger => trigger.Metadata))
        {
            if (!BrokerQueues.All.Contains(queue.QueueName))
                yield return $"ScaledObject {name}: no service reads a queue '{queue.QueueName}'";
            else if (!queue.QueueName.StartsWith($"lesion.{scaled.Spec.ScaleTargetRef.Name}.", StringComparison.Ordinal))
                yield return $"ScaledObject {name}: '{queue.QueueName}' is another service's";
            var host = new Uri(queue.Host);
            if (!ServiceAddresses.Of(manifest).Contains((host.Host.Split('.')[0], host.Port)) || !host.Host.EndsWith(".lesion.svc", StringComparison.Ordinal))
                yield return $"ScaledObject {name}: at '{queue.Host}' is no broker";
            if (queue is not { Protocol: "http", Mode: "QueueLength" } || !int.TryParse(queue.Value, out var length) || length < 1)
                yield return $"ScaledObject {name}: '{queue.QueueName}' must be asked by http for its length, with a number from 1 on";
        }
    }
}
