using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lesion.ServiceDefaults.Tests.Telemetry;

/// <summary>A trace that a test begins, and what spans of ours come to be in it; others of the process are not seen.</summary>
internal sealed class Traced : IDisposable
{
    private static readonly ActivitySource Source = new("Lesion.Tests");

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Traced()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Lesion.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        Root = Source.StartActivity("test")!;
    }

    public Activity Root { get; }

    public Activity Single(string name) => All(name).ShouldHaveSingleItem(name);

    public IReadOnlyList<Activity> All(string name) =>
        [.. _ended.Where(span => span.TraceId == Root.TraceId && span.DisplayName == name)];

    public void Dispose()
    {
        Root.Dispose();
        _listener.Dispose();
    }
}
