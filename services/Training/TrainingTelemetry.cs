using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Native;
using Lesion.Learning.Training;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using Lesion.Training.Slices;

namespace Lesion.Training;

/// <summary>What is measured of trainings, and the place of their slices in the trace of whoever asked for them.</summary>
internal sealed class TrainingTelemetry
{
    private const string Outcome = "lesion.outcome";

    private static readonly ActivitySource Spans = new("Lesion.Training");

    private readonly IObjectStore _store;
    private readonly Counter<long> _slices;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _auc;
    private readonly Gauge<double> _throughput;

    public TrainingTelemetry(IMeterFactory meters, IObjectStore store)
    {
        _store = store;
        var meter = meters.Create("Lesion.Training");
        _slices = meter.CreateCounter<long>("lesion.training.slices", "{slice}", "Slices, by what became of them.");
        _duration = meter.CreateHistogram(
            "lesion.training.slice.duration", "s", "A slice, from its lease to its end, by what became of it.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200] });
        _active = meter.CreateUpDownCounter<long>("lesion.training.active", "{training}", "Trainings of which this worker holds the lease.");
        _loss = meter.CreateGauge<double>("lesion.training.loss", "1", "The last loss that a step gave, by the step's phase.");
        _auc = meter.CreateGauge<double>("lesion.training.auc", "1", "The last area under the ROC curve, on images that the model was not trained on.");
        _throughput = meter.CreateGauge<double>("lesion.training.throughput", "{image}/s", "Images a second that a network was shown in the last step.");
        meter.CreateObservableUpDownCounter("lesion.training.tensors", () => LiveTensors.Count, "{tensor}", "Tensors of torch that are not disposed.");
    }

    /// <summary>The trace of whoever asked for a training, as its request's object names it.</summary>
    public Task<ActivityContext> TraceAsync(string trainingId, CancellationToken cancellationToken) =>
        _store.GetTraceAsync(Buckets.Models, Keys.TrainingRequest(trainingId), cancellationToken);

    /// <summary>
    /// The span of a slice. Its parent is the request of the training, whichever slice it is and whoever sent its message: a
    /// training of a thousand slices has a thousand children, and is no chain.
    /// </summary>
    public static Activity? StartSlice(TrainSlice slice, ActivityContext training) => Start("train slice", slice, training);

    /// <summary>The span of a slice that is sent again.</summary>
    public static Activity? StartHealing(TrainSlice slice, ActivityContext training) => Start("heal training", slice, training);

    /// <summary>The span in which a version is made and published.</summary>
    public static Activity? StartPublication() => Spans.StartActivity("publish version");

    public void BeginSlice() => _active.Add(1);

    public void EndSlice(Activity? span, SliceOutcome outcome, TimeSpan elapsed)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
        span?.SetTag(Outcome, name);
        _active.Add(-1);
        _slices.Add(1, new KeyValuePair<string, object?>(Outcome, name));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(Outcome, name));
    }

    public void RecordStep(TrainingStepDone step, TimeSpan elapsed)
    {
        if (step.Figures.TryGetValue("loss", out var loss))
            _loss.Record(loss, new KeyValuePair<string, object?>("lesion.training.phase", step.Phase));
        if (step.Figures.TryGetValue("auc", out var auc))
            RecordAuc(auc);
        if (step.Images > 0 && elapsed > TimeSpan.Zero)
            _throughput.Record(step.Images / elapsed.TotalSeconds);
    }

    public void RecordAuc(double auc) => _auc.Record(auc);

    private static Activity? Start(string name, TrainSlice slice, ActivityContext training) => Spans.StartUnder(name, training)
        ?.SetTag("lesion.training.id", slice.TrainingId)
        .SetTag("lesion.training.slice", slice.Slice);
}
