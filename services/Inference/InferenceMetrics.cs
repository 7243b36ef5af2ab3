using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.Inference.Batching;

namespace Lesion.Inference;

/// <summary>What is measured of models at work. Durations are in seconds.</summary>
internal sealed class InferenceMetrics
{
    private static readonly InstrumentAdvice<double> Short = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    private static readonly InstrumentAdvice<double> Probability = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1],
    };

    private static readonly InstrumentAdvice<int> Rows = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    private readonly Meter _meter;
    private readonly Histogram<double> _request;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;
    private readonly Histogram<double> _swap;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _loads;
    private readonly Counter<long> _cache;
    private readonly Counter<long> _shadows;
    private readonly Histogram<double> _score;
    private readonly Counter<long> _decisions;

    public InferenceMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Lesion.Inference");
        _request = Duration("lesion.inference.request.duration", "From the bytes of a picture to its classification.");
        _queue = Duration("lesion.inference.queue.duration", "In the queue, before a batch took the request.");
        _compute = Duration("lesion.inference.compute.duration", "A run of the network, for the whole batch.");
        _swap = Duration("lesion.inference.swap.duration", "Until a version that is to serve is fetched, checked and warm, or refused.");
        _batchSize = _meter.CreateHistogram("lesion.inference.batch.size", "{row}", "Rows in a run of the network, without the padding.", null, Rows);
        _loads = _meter.CreateCounter<long>("lesion.inference.loads", "{load}", "Versions that were loaded or refused, by outcome.");
        _cache = _meter.CreateCounter<long>("lesion.inference.cache.lookups", "{lookup}", "Answers looked for in memory, by outcome: hit or miss.");
        _shadows = _meter.CreateCounter<long>("lesion.inference.shadows", "{image}", "Images for the challenger too, by outcome: answered, failed or dropped.");
        _score = _meter.CreateHistogram("lesion.inference.score", "1", "The calibrated probability of the positive class.", null, Probability);
        _decisions = _meter.CreateCounter<long>("lesion.inference.decisions", "{image}", "Answers, by what was decided and why it was referred.");
    }

    public void RecordRequest(TimeSpan elapsed, string outcome) => _request.Record(elapsed.TotalSeconds, Outcome(outcome));

    public void RecordQueue(RequestPriority priority, TimeSpan wait) => _queue.Record(wait.TotalSeconds, Priority(priority));

    public void RecordRun(int version, int rows, TimeSpan compute)
    {
        _batchSize.Record(rows);
        _compute.Record(compute.TotalSeconds, Version(version));
    }

    /// <param name="positive">The model's positive class; null where it has none, and no score then.</param>
    public void RecordAnswer(Classification answer, string? positive)
    {
        var version = Version(answer.Model.Version);
        if (positive is not null && answer.Probabilities.TryGetValue(positive, out var score))
            _score.Record(score, version);
        _decisions.Add(1, new("lesion.decision", answer.Decision), new("lesion.reason", ReasonOf(answer)), version);
    }

    public void RecordLoad(TimeSpan elapsed, string outcome)
    {
        _swap.Record(elapsed.TotalSeconds, Outcome(outcome));
        _loads.Add(1, Outcome(outcome));
    }

    public void RecordLookup(bool hit) => _cache.Add(1, Outcome(hit ? "hit" : "miss"));

    public void RecordShadow(string outcome) => _shadows.Add(1, Outcome(outcome));

    /// <param name="count">The requests of a priority that wait now.</param>
    public void ObserveQueue(Func<RequestPriority, int> count) => _meter.CreateObservableUpDownCounter(
        "lesion.inference.queue.length",
        () => Enum.GetValues<RequestPriority>().Select(priority => new Measurement<int>(count(priority), Priority(priority))),
        "{request}",
        "Requests that wait for the network, by priority.");

    /// <param name="serving">All that serves now.</param>
    /// <param name="wanted">Where it should.</param>
    public void ObserveModels(Func<IReadOnlyList<(OnnxModel Model, string? Alias)>> serving, InferenceDevice wanted) =>
        _meter.CreateObservableGauge(
            "lesion.inference.model.info",
            () => serving().Select(served => new Measurement<int>(
                1,
                Version(served.Model.Served.Version),
                new("lesion.model.alias", served.Alias ?? "none"),
                new("lesion.device", NameOf(served.Model.Device)),
                new("lesion.device.wanted", NameOf(wanted)))),
            "{model}",
            "Versions that serve: 1 for each, by its alias and by the device that it runs on and should.");

    public static string NameOf(RequestPriority priority) => priority == RequestPriority.Interactive ? "interactive" : "bulk";

    private Histogram<double> Duration(string name, string description) => _meter.CreateHistogram(name, "s", description, null, Short);

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("lesion.outcome", outcome);

    private static KeyValuePair<string, object?> Priority(RequestPriority priority) => new("lesion.priority", NameOf(priority));

    private static KeyValuePair<string, object?> Version(int version) => new("lesion.model.version", version);

    private static string NameOf(InferenceDevice device) => device == InferenceDevice.Cuda ? "cuda" : "cpu";

    /// <summary>Of two, that which makes the probabilities mean little.</summary>
    private static string ReasonOf(Classification answer) =>
        answer.Reasons.Contains(DecisionRule.UnlikeTraining) ? DecisionRule.UnlikeTraining : answer.Reasons.FirstOrDefault("none");
}
