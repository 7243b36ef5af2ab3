using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; metrics for Prometheus where
/// <see cref="TelemetryOptions.Prometheus"/> is; nothing otherwise.
/// </summary>
internal static class TelemetryExtensions
{
    /// <summary>OpenTelemetry's setting.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public const string MetricsPath = "/metrics";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>()
            .BindConfiguration(TelemetryOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidation>();
        builder.Services.AddSingleton<SweepMetrics>();

        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        var exports = Uri.TryCreate(builder.Configuration[Endpoint], UriKind.Absolute, out _);
        if (!exports && !options.Prometheus)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder.Environment.ApplicationName))
            .WithMetrics(metrics => AddMetrics(metrics, options));
        if (!exports)
            return;
        builder.Services.Configure<AspNetCoreTraceInstrumentationOptions>(HttpSpans.Configure);
        builder.Services.AddOptions<HttpClientTraceInstrumentationOptions>()
            .Configure<IOptions<LesionOptions>>((client, lesion) => HttpSpans.Configure(client, lesion.Value));
        telemetry
            .WithTracing(tracing => AddTraces(tracing, options))
            .WithLogging(logging => AddLogs(logging, options), logs => logs.IncludeFormattedMessage = options.FullLogs)
            .UseOtlpExporter();
    }

    /// <summary><c>/metrics</c>, where the option says so.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus)
            app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    /// <summary>Who tells; OpenTelemetry's own settings, such as <c>OTEL_SERVICE_NAME</c>, outrank it.</summary>
    private static void Describe(ResourceBuilder resource, string application) => resource
        .AddService(
            application.Replace('.', '-').ToLowerInvariant(),
            serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(fieldCount: 3),
            serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
        .AddEnvironmentVariableDetector();

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter("MassTransit", "Npgsql", "Lesion.*");
        if (options.Prometheus)
            metrics.AddPrometheusExporter();
    }

    /// <summary>MassTransit's own spans are left out: ours say the same by today's names, and nothing of what an exception says.</summary>
    private static void AddTraces(TracerProviderBuilder tracing, TelemetryOptions options) => tracing
        .SetSampler(new ParentBasedSampler(new RootSampler(options.TraceRatio)))
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddSource("Npgsql", "Lesion.*");

    private static void AddLogs(LoggerProviderBuilder logging, TelemetryOptions options)
    {
        if (!options.FullLogs)
            logging.AddProcessor(new NamelessLogs());
    }
}
