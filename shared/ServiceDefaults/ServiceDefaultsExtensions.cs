using Lesion.ServiceDefaults.Bus;
using Lesion.ServiceDefaults.Store;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults;

/// <summary>What every process has: settings, clock, object store, JSON, problem details, telemetry and health.</summary>
public static class ServiceDefaultsExtensions
{
    private const string Live = "live";

    private static readonly TimeSpan HealthPeriod = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After SIGTERM a process takes nothing more, finishes what it has in hand, and has ended after this time at the latest.
    /// Whoever ends it with SIGKILL has to wait longer.
    /// </summary>
    public static TimeSpan ShutdownTimeout { get; } = TimeSpan.FromSeconds(30);

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddOptions<LesionOptions>()
            .BindConfiguration(LesionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LesionOptions>, LesionOptionsValidation>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddObjectStore();
        builder.Services.ConfigureHttpJsonOptions(options => LesionJson.Configure(options.SerializerOptions));
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = UndescribedProblems.Describe);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
        builder.Services.Configure<HealthCheckPublisherOptions>(publisher => publisher.Period = HealthPeriod);
        builder.AddLoggingDefaults();
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>
    /// Problem details for whatever goes wrong, a parameter that cannot be read among it;
    /// <c>/health/live</c>: the process answers; <c>/health/ready</c>: it can work. Degraded counts as ready. <c>/metrics</c>, where
    /// <see cref="TelemetryOptions.Prometheus"/> says so.
    /// </summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync });
        app.MapMetrics();
        return app;
    }
}
