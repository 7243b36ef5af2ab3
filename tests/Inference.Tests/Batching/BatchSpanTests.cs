using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lesion.Inference.Tests.Batching;

/// <summary>A batch is in no request's trace, and linked with each.</summary>
public sealed class BatchSpanTests : IDisposable
{
    private static readonly ActivitySource Source = new("Lesion.Tests");

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public BatchSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Lesion.Inference" or "Lesion.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task Requests_that_share_a_run_are_linked_with_it_and_it_with_them()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        Task<Activity>[] asked = [AskAsync(rig, 1), AskAsync(rig, 2)];
        await rig.StartAsync();
        var requests = await Task.WhenAll(asked);

        var waits = requests.Select(request => _ended.Single(span => span.ParentSpanId == request.SpanId)).ToList();
        waits.ShouldAllBe(wait => wait.DisplayName == "wait for batch");
        var batch = Batches().Single(span => span.Links.Any(link => link.Context.SpanId == waits[0].SpanId));
        batch.Links.Select(link => link.Context.SpanId).ShouldBe(waits.Select(wait => wait.SpanId), ignoreOrder: true);
        waits.ShouldAllBe(wait => wait.Links.Single().Context.SpanId == batch.SpanId);
        (batch.Parent, batch.ParentId).ShouldBe((null, null));
        requests.ShouldNotContain(request => request.TraceId == batch.TraceId);
        batch.GetTagItem("lesion.batch.rows").ShouldBe(2 * rig.Champion.Card.TestViews);
    }

    [Fact]
    public async Task A_request_that_nobody_records_has_no_batch_of_its_own_recorded()
    {
        _listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None;
        await using var rig = new BatchingRig(new InferenceOptions());
        await rig.StartAsync();

        (await rig.AskAsync(1)).ShouldNotBeNull();

        Batches().ShouldBeEmpty();
    }

    public void Dispose() => _listener.Dispose();

    private static async Task<Activity> AskAsync(BatchingRig rig, int seed)
    {
        using var request = Source.StartActivity("request", ActivityKind.Server, default(ActivityContext))!;
        (await rig.AskAsync(seed)).ShouldNotBeNull();
        return request;
    }

    private List<Activity> Batches() => [.. _ended.Where(span => span.DisplayName == "run batch")];
}
