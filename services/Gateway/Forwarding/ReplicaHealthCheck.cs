using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Lesion.Gateway.Forwarding;

/// <summary>
/// Degraded, which counts as ready, where none of the inference instances that it knows is: images are taken all the same, and only
/// classifying answers 503. A gateway that was told of none has nothing amiss.
/// </summary>
internal sealed class ReplicaHealthCheck(IProxyStateLookup proxy) : IHealthCheck
{
    public const string NoneConfigured =
        "No inference instance is known, so nothing is classified by HTTP: name them in Lesion__Inference__Urls, "
        + "such as 'http://inference-0:8080,http://inference-1:8080'.";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (!proxy.TryGetCluster(ForwardedRoutes.Cluster, out var cluster) || cluster.Destinations.IsEmpty)
        {
            return HealthCheckResult.Healthy(NoneConfigured);
        }

        var away = cluster.Destinations.Values.Where(IsAway).Select(replica => replica.DestinationId).Order().ToList();
        return away.Count == cluster.Destinations.Count
            ? HealthCheckResult.Degraded($"No inference instance is ready ({string.Join(", ", away)}), so classifying by HTTP answers 503.")
            : HealthCheckResult.Healthy(away.Count == 0 ? null : $"Not ready: {string.Join(", ", away)}; the others answer.");
    }

    private static bool IsAway(DestinationState replica) =>
        replica.Health.Active == DestinationHealth.Unhealthy || replica.Health.Passive == DestinationHealth.Unhealthy;
}
