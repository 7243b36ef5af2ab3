using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Lesion.ServiceDefaults.Telemetry;

namespace Lesion.Preprocessing;

/// <summary>What is measured of images that are prepared, and their place in the trace of the drop that brought them.</summary>
internal sealed class PreprocessingTelemetry
{
    private const string Outcome = "lesion.outcome";

    private static readonly ActivitySource Spans = new("Lesion.Preprocessing");

    private readonly Counter<long> _images;
    private readonly Histogram<double> _duration;

    public PreprocessingTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Lesion.Preprocessing");
        _images = meter.CreateCounter<long>("lesion.preprocessing.images", "{image}", "Images, by what became of them: prepared, known or quarantined.");
        _duration = meter.CreateHistogram(
            "lesion.preprocessing.duration", "s", "From the word of an image to its canonical form in the store.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30] });
    }

    /// <summary>The span of an image, below whatever is under way.</summary>
    public static Activity? StartImage() => Spans.StartActivity("prepare image");

    /// <summary>The span of an image that nobody told of, in the trace of its drop.</summary>
    public static Activity? StartHealing(ActivityContext drop) => Spans.Continue("heal image", drop);

    public void RecordImage(Activity? span, PreparationOutcome outcome, TimeSpan elapsed)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
        span?.SetTag(Outcome, name);
        _images.Add(1, new KeyValuePair<string, object?>(Outcome, name));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(Outcome, name));
    }
}
