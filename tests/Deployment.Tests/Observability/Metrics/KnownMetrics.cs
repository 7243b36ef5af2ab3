using Lesion.Deployment.Tests.Observability.PromQl;

namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>What a query may ask Prometheus for.</summary>
internal sealed class KnownMetrics(IEnumerable<Metric> metrics)
{
    private readonly Dictionary<string, Metric> _metrics = metrics.ToDictionary(metric => metric.Name);

    /// <summary>What is emitted: instruments of the processes, and what is not ours.</summary>
    public static KnownMetrics Emitted() =>
        new(TelemetryDocument.Instruments.SelectMany(PrometheusNames.Of).Concat(TelemetryDocument.Others));

    public Metric this[string name] => _metrics.TryGetValue(name, out var metric)
        ? metric
        : throw new BadQueryException($"nothing emits '{name}'");

    public void Add(Metric metric) => _metrics.Add(metric.Name, metric);
}
