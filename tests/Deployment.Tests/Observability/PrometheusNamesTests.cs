using Lesion.Deployment.Tests.Observability.Metrics;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>The examples are of OpenTelemetry's documents on its translator for Prometheus, and of our own instruments.</summary>
public sealed class PrometheusNamesTests
{
    private static readonly HashSet<string> None = [];

    [Theory]
    [InlineData("system.filesystem.usage", "By", "UpDownCounter", "system_filesystem_usage_bytes")]
    [InlineData("system.network.dropped", "{packets}", "Counter", "system_network_dropped_total")]
    [InlineData("system.memory.utilization", "1", "Gauge", "system_memory_utilization_ratio")]
    [InlineData("system.disk.wait_seconds", "s", "Gauge", "system_disk_wait_seconds")]
    [InlineData("dotnet.gc.pause.time", "s", "Counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("lesion.training.throughput", "{image}/s", "Gauge", "lesion_training_throughput_per_second")]
    [InlineData("lesion.messaging.in_flight", "{message}", "UpDownCounter", "lesion_messaging_in_flight")]
    [InlineData("http.server.request.duration", "s", "Histogram", "http_server_request_duration_seconds_bucket http_server_request_duration_seconds_count http_server_request_duration_seconds_sum")]
    [InlineData("lesion.inference.score", "1", "Histogram", "lesion_inference_score_bucket lesion_inference_score_count lesion_inference_score_sum")]
    public void An_instrument_is_named_as_the_collector_names_it(string name, string unit, string kind, string metrics) =>
        string.Join(' ', PrometheusNames.Of(new ListedInstrument(name, unit, Enum.Parse<InstrumentKind>(kind), None, None)).Select(metric => metric.Name))
            .ShouldBe(metrics);

    [Fact]
    public void Attributes_are_labels_beside_those_of_the_process()
    {
        var instrument = new ListedInstrument("a.b", "s", InstrumentKind.Histogram, new HashSet<string> { "error.type" }, None);

        var metrics = PrometheusNames.Of(instrument).ToList();

        metrics[0].Labels.Keys.Order().ShouldBe(["error_type", "instance", "job", "le"]);
        metrics[1].Labels.Keys.Order().ShouldBe(["error_type", "instance", "job"]);
    }

    [Fact]
    public void A_unit_that_nobody_has_thought_of_is_an_error() =>
        Should.Throw<InvalidDataException>(() => PrometheusNames.Of(new ListedInstrument("a.b", "furlong", InstrumentKind.Gauge, None, None)).ToList())
            .Message.ShouldContain("furlong");
}
