using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>Which requests by HTTP are spans, and what of their address is said.</summary>
internal static class HttpSpans
{
    private static readonly PathString[] Untraced = ["/health", "/v2/health", TelemetryExtensions.MetricsPath];

    /// <summary>Not those that ask whether the process is well, nor how it does.</summary>
    public static void Configure(AspNetCoreTraceInstrumentationOptions server)
    {
        server.Filter = context => !Array.Exists(Untraced, path => context.Request.Path.StartsWithSegments(path));
        server.EnrichWithHttpResponse = (span, response) => span.SetTag("url.path", RouteOf(response.HttpContext));
    }

    /// <summary>Not those to the store, which are spans of their own: their addresses hold keys.</summary>
    public static void Configure(HttpClientTraceInstrumentationOptions client, LesionOptions lesion)
    {
        var store = lesion.Storage.Settings?.Endpoint.Authority;
        client.FilterHttpRequestMessage = request => request.RequestUri?.Authority != store;
    }

    /// <summary>Instead of the path, which may hold an image's id or whatever somebody asked for.</summary>
    private static string? RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
