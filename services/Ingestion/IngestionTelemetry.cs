using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Lesion.Ingestion.Intake;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;

namespace Lesion.Ingestion;

/// <summary>What is measured of drops, and their place in the trace of whoever dropped them.</summary>
internal sealed class IngestionTelemetry
{
    private const string Source = "lesion.drop.source";
    private const string Outcome = "lesion.outcome";

    private static readonly ActivitySource Spans = new("Lesion.Ingestion");

    private readonly Counter<long> _drops;
    private readonly Histogram<double> _lag;

    public IngestionTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Lesion.Ingestion");
        _drops = meter.CreateCounter<long>("lesion.ingestion.drops", "{drop}", "Drops that left the inbox, by what became of them and who told of them.");
        _lag = meter.CreateHistogram(
            "lesion.ingestion.lag", "s", "From the time of the object in the inbox until the drop is taken in.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] });
    }

    /// <summary>The span of a drop; whichever way word of it came, it is in the trace that the drop names, if it names one.</summary>
    public static Activity? StartDrop(ObjectInfo drop, DropSource source) =>
        Spans.Continue("ingest drop", drop.TraceContext())?.SetTag(Source, NameOf(source));

    /// <param name="age">Of the object; a store's clock may be ahead of ours.</param>
    public void RecordDrop(Activity? span, DropOutcome outcome, DropSource source, TimeSpan age)
    {
        span?.SetTag(Outcome, NameOf(outcome));
        _drops.Add(1, new(Outcome, NameOf(outcome)), new(Source, NameOf(source)));
        _lag.Record(Math.Max(0, age.TotalSeconds), new KeyValuePair<string, object?>(Source, NameOf(source)));
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
