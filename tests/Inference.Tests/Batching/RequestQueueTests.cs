using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Inference.Tests.Batching;

public sealed class RequestQueueTests : IDisposable
{
    private readonly ServingModels _models = new(Options.Create(new InferenceOptions()));
    private readonly FakeTimeProvider _time = new();

    public RequestQueueTests() => _models.Serve(ModelTarget.Champion, BatchingRig.Warm(new TinyModel(), version: 1));

    [Fact]
    public void Interactive_requests_go_before_bulk_ones_which_fill_the_batch_up()
    {
        using var queue = Queue(maxBatchSize: 4);
        Add(queue, RequestPriority.Bulk, count: 5);
        Add(queue, RequestPriority.Interactive, count: 3);

        Take(queue).ShouldBe("iiib");
        Take(queue).ShouldBe("bbbb");
    }

    [Fact]
    public void Bulk_requests_are_not_left_waiting_for_ever()
    {
        using var queue = Queue(maxBatchSize: 1);
        Add(queue, RequestPriority.Bulk, count: 2);
        Add(queue, RequestPriority.Interactive, count: 20);

        string.Concat(Enumerable.Range(0, 22).Select(_ => Take(queue))).ShouldBe("iiiiiiiib" + "iiiiiiiib" + "iiii");
    }

    [Fact]
    public void Each_priority_has_room_of_its_own()
    {
        using var queue = Queue(maxBatchSize: 1, maxQueueSize: 2);
        Add(queue, RequestPriority.Bulk, count: 2);

        Add(queue, RequestPriority.Interactive, count: 2);

        (queue.Count(RequestPriority.Bulk), queue.Count(RequestPriority.Interactive), queue.Rows).ShouldBe((2, 2, 4));
    }

    [Fact]
    public void The_model_is_leased_when_the_batch_is_formed_and_not_when_the_request_came()
    {
        using var queue = Queue(maxBatchSize: 4);
        Add(queue, RequestPriority.Interactive, count: 1);
        _models.Serve(ModelTarget.Champion, BatchingRig.Warm(new TinyModel(), version: 2));

        var batch = new Batch();
        queue.Take(batch).ShouldBeTrue();
        _models.Serve(ModelTarget.Champion, BatchingRig.Warm(new TinyModel(), version: 3));

        var leased = batch.Lease!.Model;
        leased.Served.Version.ShouldBe(2);
        leased.Run([Pictures.Input(1)]).Count.ShouldBe(1);
        batch.Clear();
        Should.Throw<ObjectDisposedException>(() => leased.Run([Pictures.Input(1)]));
    }

    [Fact]
    public void No_batch_mixes_versions()
    {
        _models.Serve(ModelTarget.Challenger, BatchingRig.Warm(new TinyModel { Bias = 1 }, version: 2));
        using var queue = Queue(maxBatchSize: 8);
        ModelTarget[] targets = [ModelTarget.Champion, ModelTarget.Challenger, ModelTarget.Of(1), ModelTarget.Of(2), ModelTarget.Champion];
        foreach (var target in targets)
        {
            Add(queue, RequestPriority.Interactive, count: 1, target);
        }

        queue.Close();
        var (first, second) = (new Batch(), new Batch());
        queue.Take(first).ShouldBeTrue();
        queue.Take(second).ShouldBeTrue();

        (first.Lease!.Model.Served.Version, second.Lease!.Model.Served.Version).ShouldBe((1, 2));
        first.Requests.Select(queued => queued.Request.Target).ShouldBe([targets[0], targets[2], targets[4]]);
        second.Requests.Select(queued => queued.Request.Target).ShouldBe([targets[1], targets[3]]);
        first.Clear();
        second.Clear();
    }

    [Fact]
    public void Batches_are_no_larger_than_what_the_model_is_warm_for()
    {
        var cold = new TinyModel().Load(version: 2);
        cold.WarmUp(2);
        _models.Serve(ModelTarget.Champion, cold);
        using var queue = Queue(maxBatchSize: 8);
        Add(queue, RequestPriority.Interactive, count: 8);

        Take(queue).ShouldBe("ii");
        cold.WarmUp();
        Take(queue).ShouldBe("iiiiii");
    }

    [Fact]
    public async Task What_waits_for_a_version_that_is_gone_is_to_be_found_again_and_stops_nobody()
    {
        using var queue = Queue(maxBatchSize: 8);
        var gone = AnswerAsync(queue, RequestPriority.Interactive, ModelTarget.Of(7));
        Add(queue, RequestPriority.Interactive, count: 1);

        Take(queue).ShouldBe("i");
        (await gone).ShouldBeNull();
    }

    [Fact]
    public void A_closed_queue_gives_out_what_it_holds_and_then_ends()
    {
        using var queue = Queue(maxBatchSize: 1, delay: TimeSpan.FromSeconds(5));
        Add(queue, RequestPriority.Bulk, count: 1);

        queue.Close();

        Take(queue).ShouldBe("b");
        queue.Take(new Batch()).ShouldBeFalse();
    }

    public void Dispose() => _models.Dispose();

    private RequestQueue Queue(int maxBatchSize, int maxQueueSize = 64, TimeSpan delay = default) => new(
        _models,
        new InferenceOptions { MaxBatchSize = maxBatchSize, MaxQueueSize = maxQueueSize, MaxQueueDelay = delay },
        _time);

    private static void Add(RequestQueue queue, RequestPriority priority, int count, ModelTarget target = default)
    {
        for (var i = 0; i < count; i++)
        {
            AnswerAsync(queue, priority, target).IsFaulted.ShouldBeFalse();
        }
    }

    private static Task<RowsAnswer?> AnswerAsync(RequestQueue queue, RequestPriority priority, ModelTarget target)
    {
        var request = new RowsRequest
        {
            Pixels = Pictures.Input(1),
            MadeFor = new TinyModel().Card.Input,
            Target = target,
            Priority = priority,
        };
        return queue.AnswerAsync(request, () => TimeSpan.Zero, TestContext.Current.CancellationToken);
    }

    /// <summary>A letter for the priority of each request of the next batch.</summary>
    private static string Take(RequestQueue queue)
    {
        var batch = new Batch();
        queue.Take(batch).ShouldBeTrue();
        var letters = string.Concat(batch.Requests.Select(queued => queued.Request.Priority == RequestPriority.Bulk ? 'b' : 'i'));
        batch.Clear();
        return letters;
    }
}
