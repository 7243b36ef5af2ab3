using System.Diagnostics;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>Spans that go on with a trace which an object names.</summary>
public static class TraceExtensions
{
    /// <summary>
    /// A span in the trace that an object names. Where what is under way is in the same trace already, or the object names none,
    /// it is the parent; otherwise it is linked.
    /// </summary>
    public static Activity? Continue(this ActivitySource source, string name, ActivityContext trace) =>
        trace == default || trace.TraceId == Activity.Current?.TraceId ? source.StartActivity(name) : source.StartUnder(name, trace);

    /// <summary>A span whose parent is the one that an object names, if any; what is under way is linked.</summary>
    public static Activity? StartUnder(this ActivitySource source, string name, ActivityContext trace) => trace == default
        ? source.StartActivity(name)
        : source.StartActivity(
            ActivityKind.Internal, trace, links: Activity.Current is { } current ? [new ActivityLink(current.Context)] : null, name: name);
}
