namespace Lesion.Deployment.Tests.Observability.Metrics;

internal enum InstrumentKind
{
    Counter,
    UpDownCounter,
    Gauge,
    Histogram,
}
