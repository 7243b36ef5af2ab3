using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Rules;

/// <summary>What selects pods finds some.</summary>
internal static class SelectorRules
{
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        var selectors = new List<(string Of, IDictionary<string, string>? Labels)>();
        foreach (var deployment in manifest.Deployments)
        {
            if (!Selectors.Match(deployment.Spec.Selector, deployment.Spec.Template.Metadata.Labels))
                yield return $"Deployment {deployment.Metadata.Name} does not select its own pods";
        }

        foreach (var set in manifest.All<V1StatefulSet>())
        {
            if (!Selectors.Match(set.Spec.Selector, set.Spec.Template.Metadata.Labels))
                yield return $"StatefulSet {set.Metadata.Name} does not select its own pods";
        }

        foreach (var pod in manifest.Workloads)
        {
            foreach (var spread in pod.Spec!.TopologySpreadConstraints ?? [])
            {
                if (spread.LabelSelector is null || !Selectors.Match(spread.LabelSelector, pod.Labels))
                    yield return $"{pod.Name} is spread by labels that it does not have";
                foreach (var key in (spread.MatchLabelKeys ?? []).Where(key => key != "pod-template-hash" && !pod.Labels.ContainsKey(key)))
                    yield return $"{pod.Name} is spread by '{key}', which it does not have";
            }
        }

        selectors.AddRange(manifest.All<V1Service>().Select(service => ($"Service {service.Metadata.Name}", service.Spec.Selector))!);
        selectors.AddRange(manifest.All<V1PodDisruptionBudget>()
            .Select(budget => ($"PodDisruptionBudget {budget.Metadata.Name}", budget.Spec.Selector.MatchLabels))!);
        foreach (var policy in manifest.All<V1NetworkPolicy>())
        {
            var name = $"NetworkPolicy {policy.Metadata.Name}";
            selectors.Add((name, policy.Spec.PodSelector.MatchLabels));
            selectors.AddRange(Peers(policy)
                .Where(peer => peer is { NamespaceSelector: null, PodSelector: not null })
                .Select(peer => (name, peer.PodSelector.MatchLabels))!);
        }

        foreach (var (of, labels) in selectors.Where(selector => !manifest.PodsOf(selector.Labels).Any()))
            yield return $"{of} selects no pod by '{Selectors.Text(labels)}'";
    }

    private static IEnumerable<V1NetworkPolicyPeer> Peers(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? [])
        .Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []));
}
