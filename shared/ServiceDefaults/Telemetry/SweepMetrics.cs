using System.Diagnostics.Metrics;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>What is measured of sweeps.</summary>
public sealed class SweepMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _healed;

    public SweepMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Lesion.Sweeps");
        _duration = meter.CreateHistogram(
            "lesion.sweep.duration", "s", "One sweep, by outcome: done or failed.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800] });
        _healed = meter.CreateCounter<long>("lesion.sweep.healed", "{item}", "What sweeps found undone and did, or had done.");
    }

    /// <param name="sweep">Its name, such as <c>inbox</c>.</param>
    internal void RecordSweep(string sweep, TimeSpan elapsed, bool isDone) =>
        _duration.Record(elapsed.TotalSeconds, new("lesion.sweep", sweep), new("lesion.outcome", isDone ? "done" : "failed"));

    internal void RecordHealed(string sweep, long items) => _healed.Add(items, new KeyValuePair<string, object?>("lesion.sweep", sweep));
}
