using System.Net;
using k8s.Models;

namespace Lesion.Deployment.Tests.Kubernetes.Network;

/// <summary>Who may reach whom, by the policies of an overlay, as Kubernetes applies them.</summary>
internal sealed class NetworkEdges(Manifest manifest)
{
    private const string Ingress = "Ingress";
    private const string Egress = "Egress";

    /// <summary>All that is allowed, as <c>from->to:port</c>; what those outside do among themselves is not ours.</summary>
    public IEnumerable<string> Among(IReadOnlyList<Actor> actors) =>
        from source in actors
        from target in actors
        where source.IsInside || target.IsInside
        from port in target.Ports
        where Allows(source, target, port)
        select $"{source.Name}->{target.Name}:{port.Number}";

    private bool Allows(Actor source, Actor target, PodPort port) =>
        Allows(source, Egress, policy => (policy.Spec.Egress ?? []).Any(rule => Allows(rule.To, rule.Ports, target, port)))
        && Allows(target, Ingress, policy => (policy.Spec.Ingress ?? []).Any(rule => Allows(rule.FromProperty, rule.Ports, source, port)));

    /// <summary>Who is selected by no policy of a direction is free in it; otherwise one of them must allow it.</summary>
    private bool Allows(Actor actor, string direction, Func<V1NetworkPolicy, bool> allows)
    {
        if (!actor.IsInside)
            return true;
        var policies = manifest.All<V1NetworkPolicy>()
            .Where(policy => policy.Spec.PolicyTypes.Contains(direction) && Selectors.Match(policy.Spec.PodSelector, actor.Labels))
            .ToList();
        return policies.Count == 0 || policies.Any(allows);
    }

    private static bool Allows(IList<V1NetworkPolicyPeer>? peers, IList<V1NetworkPolicyPort>? ports, Actor other, PodPort port) =>
        (peers is null or { Count: 0 } || peers.Any(peer => Is(peer, other))) && (ports is null or { Count: 0 } || ports.Any(one => Is(one, port)));

    private static bool Is(V1NetworkPolicyPeer peer, Actor actor)
    {
        if (peer.IpBlock is { } block)
        {
            var address = IPAddress.Parse(actor.Address);
            return IPNetwork.Parse(block.Cidr).Contains(address) && !(block.Except ?? []).Any(cidr => IPNetwork.Parse(cidr).Contains(address));
        }

        var isThere = peer.NamespaceSelector is null ? actor.IsInside : !actor.IsInside && Selectors.Match(peer.NamespaceSelector, actor.Namespace!);
        return isThere && (peer.PodSelector is null || Selectors.Match(peer.PodSelector, actor.Labels));
    }

    private static bool Is(V1NetworkPolicyPort allowed, PodPort port)
    {
        if ((allowed.Protocol ?? "TCP") != port.Protocol)
            return false;
        var text = allowed.Port?.ToString();
        return text is null
            || text == port.Name
            || (int.TryParse(text, out var first) && port.Number >= first && port.Number <= (allowed.EndPort ?? first));
    }
}
