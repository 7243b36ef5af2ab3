using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace Lesion.Gateway.Forwarding;

/// <summary>What is forwarded, and to whom.</summary>
internal static class ForwardedRoutes
{
    public const string Cluster = "inference";
    public const string Classify = "classify";
    public const string OpenInferencePath = "/v2";

    private const string Readiness = "/health/ready";

    /// <summary>Bodies are bounded by the instance that reads them.</summary>
    private const long NoLimit = -1;

    public static InMemoryConfigProvider Of(ReplicaOptions options) => new(
        [Route(Classify, "/v1/classifications", HttpMethods.Post), Route("open-inference", $"{OpenInferencePath}/{{**path}}")],
        [Replicas(options)]);

    private static RouteConfig Route(string id, string path, params string[] methods) => new RouteConfig
    {
        RouteId = id,
        ClusterId = Cluster,
        Match = new RouteMatch { Path = path, Methods = methods.Length == 0 ? null : methods },
        MaxRequestBodySize = NoLimit,
    }.WithTransformXForwarded(xDefault: ForwardedTransformActions.Remove);

    private static ClusterConfig Replicas(ReplicaOptions options) => new()
    {
        ClusterId = Cluster,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = options.ForwardTimeout },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = Readiness,
                Interval = options.ProbeInterval,
                Timeout = options.ProbeTimeout,
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                ReactivationPeriod = options.ProbeInterval,
            },
        },
        Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
        Destinations = options.Addresses.ToDictionary(address => address, address => new DestinationConfig { Address = address }),
    };
}
