using System.Diagnostics;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.ServiceDefaults.Telemetry;

namespace Lesion.Inference;

/// <summary>A request's way to its answer, and a version's way to serving, as spans.</summary>
internal static class InferenceSpans
{
    private const string Version = "lesion.model.version";

    private static readonly ActivitySource Source = new("Lesion.Inference");

    public static Activity? StartClassification() => Source.StartActivity("classify image");

    /// <summary>The challenger's answer, in the trace of whoever was answered before it.</summary>
    public static Activity? StartShadow(ActivityContext asker) => Source.StartActivity("shadow image", ActivityKind.Internal, asker);

    /// <summary>From the queue's tail until a batch takes the request.</summary>
    public static Activity? StartWait(RequestPriority priority) =>
        Source.StartActivity("wait for batch")?.SetTag("lesion.priority", InferenceMetrics.NameOf(priority));

    /// <summary>
    /// A run of the network. It belongs to no request's trace alone: it begins one of its own, linked with each request that it
    /// answers, whose waiting ends here.
    /// </summary>
    /// <param name="now">By the clock of the process.</param>
    public static Activity? StartBatch(Batch batch, DateTimeOffset now)
    {
        if (!Source.HasListeners())
            return null;
        var waiting = batch.Requests.Select(queued => queued.Waiting).OfType<Activity>().ToList();
        waiting.ForEach(wait => wait.SetEndTime(now.UtcDateTime));
        if (waiting.Count == 0)
            return null;
        var span = Source.StartActivity(
            ActivityKind.Internal, parentContext: default, links: waiting.Select(wait => new ActivityLink(wait.Context)), name: "run batch");
        if (span is not null)
            waiting.ForEach(wait => wait.AddLink(new ActivityLink(span.Context)));
        return span?.SetTag(Version, batch.Lease!.Model.Served.Version).SetTag("lesion.batch.rows", batch.Rows);
    }

    /// <summary>A version that is to serve. At the start of the process its promotion is linked only: it may be long ago.</summary>
    public static Activity? StartActivation(int version, ModelTarget alias, ActivityContext promotion, bool isFirst)
    {
        const string Name = "activate version";
        var span = isFirst && promotion != default
            ? Source.StartActivity(ActivityKind.Internal, parentContext: default, links: [new ActivityLink(promotion)], name: Name)
            : Source.Continue(Name, promotion);
        return span?.SetTag(Version, version).SetTag("lesion.model.alias", alias.ToString());
    }

    public static void Fail(Activity? span, Exception exception) =>
        span?.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
}
