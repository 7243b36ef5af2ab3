using System.Net;
using Lesion.Contracts;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Lesion.Gateway.Forwarding;

/// <summary>
/// Forwards to the inference instances what they answer: <c>POST /v1/classifications</c> and <c>/v2</c>. For a gateway that is a
/// process of its own; where inference is in the same process, its own routes answer.
/// </summary>
public static class ForwardingExtensions
{
    public static void AddForwarding(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ReplicaOptions>()
            .BindConfiguration(ReplicaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IProxyConfigProvider>(
            provider => ForwardedRoutes.Of(provider.GetRequiredService<IOptions<ReplicaOptions>>().Value));
        services.AddReverseProxy();
        services.AddSingleton<HostLookup>(Dns.GetHostAddressesAsync);
        services.AddSingleton<IDestinationResolver, ReplicaResolver>();
        services.AddSingleton<IForwarderHttpClientFactory, ReplicaClientFactory>();
        services.AddHealthChecks().AddCheck<ReplicaHealthCheck>("inference");
    }

    public static void MapForwarding(this IEndpointRouteBuilder routes) =>
        routes.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<Failover>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        }).ConfigureEndpoints(Describe);

    /// <summary>Puts into the API's description what else only the instances know of.</summary>
    private static void Describe(IEndpointConventionBuilder endpoint, RouteConfig route)
    {
        if (route.RouteId == ForwardedRoutes.Classify)
        {
            endpoint
                .WithName("ClassifyImage")
                .WithTags("Classifications")
                .WithSummary("Classify an image")
                .WithDescription(
                    "The body is the image itself (JPEG, PNG, WebP, TIFF or BMP), or a multipart form whose first file is the image. "
                    + "With imageId, and no body, an image that was kept is classified again. explain=true adds the activation map; to "
                    + "'Accept: image/png' the answer is a picture of it. model, views and priority choose who answers and how. "
                    + "Research and engineering only; no medical device.")
                .WithMetadata(
                    ((Delegate)ClassifyImage).Method,
                    new AcceptsMetadata(["image/jpeg", "image/png", "*/*"], typeof(IFormFile)),
                    new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Classification), ["application/json"]));
        }
    }

    /// <summary>Never called; stands for the endpoint in the description.</summary>
    private static void ClassifyImage()
    {
    }
}
