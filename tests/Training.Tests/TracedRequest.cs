using System.Collections.Concurrent;
using System.Diagnostics;
using Lesion.Storage;

namespace Lesion.Training.Tests;

/// <summary>The trace of whoever asked for a training, and what comes to be in it.</summary>
internal sealed class TracedRequest : IDisposable
{
    private static readonly ActivitySource Source = new("Lesion.Tests");

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public TracedRequest()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Lesion.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
        Request = Source.StartActivity("request")!;
    }

    public Activity Request { get; }

    public IReadOnlyList<Activity> Slices => Named("train slice");

    /// <summary>The spans of one name in the trace, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Named(string name) => [.. _spans.Where(span => span.OperationName == name)];

    /// <summary>Puts the request's object as whoever accepts it does, and leaves the trace.</summary>
    public async Task PutAsync(IObjectStore store, string trainingId)
    {
        await store.PutJsonAsync(
            Buckets.Models, Keys.TrainingRequest(trainingId), TrainingStore.Request(trainingId), new PutOptions().WithTrace());
        Request.Stop();
    }

    public void Dispose()
    {
        Request.Dispose();
        _listener.Dispose();
    }

    private void Keep(Activity span)
    {
        if (span.TraceId == Request?.TraceId)
            _spans.Enqueue(span);
    }
}
