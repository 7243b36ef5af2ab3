using Lesion.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Lesion.ServiceDefaults.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public void Nothing_is_measured_or_traced_unless_a_setting_says_so()
    {
        using var services = Services();

        services.GetService<MeterProvider>().ShouldBeNull();
        services.GetService<TracerProvider>().ShouldBeNull();
        services.GetService<LoggerProvider>().ShouldBeNull();
    }

    [Fact]
    public void Prometheus_is_told_metrics_alone()
    {
        using var services = Services(("Lesion:Telemetry:Prometheus", "true"));

        services.GetService<MeterProvider>().ShouldNotBeNull();
        services.GetService<TracerProvider>().ShouldBeNull();
        services.GetService<LoggerProvider>().ShouldBeNull();
    }

    [Fact]
    public void A_collector_is_told_all()
    {
        using var services = Services(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"));

        services.GetService<MeterProvider>().ShouldNotBeNull();
        services.GetService<TracerProvider>().ShouldNotBeNull();
        services.GetService<LoggerProvider>().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("Lesion:Telemetry:TraceRatio", "2", "TraceRatio")]
    public void A_setting_that_cannot_be_is_refused_by_name(string setting, string value, string named)
    {
        using var services = Services((setting, value));

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<TelemetryOptions>>().Value)
            .Message.ShouldContain(named);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddServiceDefaults();
        return builder.Services.BuildServiceProvider();
    }
}
