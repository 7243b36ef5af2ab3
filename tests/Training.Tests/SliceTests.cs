using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Training.Tests;

public sealed class SliceTests : IDisposable
{
    private const string Training = "t-1";
    private const int PublicationWrites = 15;

    private readonly TrainingStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_publishes_one_complete_version_and_clears_away_its_state()
    {
        await _store.BeginAsync(Training);
        await using var worker = new Worker(_store.Objects, _store.Time);
        await worker.RunToEndAsync(Training);

        var outcome = await _store.OutcomeAsync(Training);
        (outcome.Status, outcome.Version).ShouldBe((TrainingStatus.Completed, 1));
        var manifest = (await _store.ManifestsAsync()).ShouldHaveSingleItem();
        (manifest.Version, manifest.TrainingId).ShouldBe((1, Training));
        var files = await _store.KeysAsync(Keys.ModelRoot);
        string[] expected = ["claim.json", "golden/0.png", "model.onnx", "parity.json", "predictions.json", "report.html", "report.json"];
        expected.ShouldBeSubsetOf(files.Select(key => key["models/lesion/1/".Length..]));
        (await _store.KeysAsync($"trainings/{Training}/")).ShouldAllBe(key => key.EndsWith(".json", StringComparison.Ordinal));
        worker.Outbox.Of<ModelPublished>().ShouldHaveSingleItem().Version.ShouldBe(1);
        worker.Outbox.Of<TrainSlice>().Select(slice => slice.Slice).ShouldBe(Enumerable.Range(1, worker.Outbox.Of<TrainSlice>().Count));
        worker.Outbox.Of<TrainingProgressed>()[^1].StepsDone.ShouldBe(worker.Outbox.Of<TrainingProgressed>()[^1].Steps);
    }

    [Fact]
    public async Task Killed_at_any_write_and_taken_up_by_another_a_training_still_publishes_exactly_one_version()
    {
        var writes = await CountWritesAsync();
        var whole = (await _store.ManifestsAsync()).ShouldHaveSingleItem();
        writes.ShouldBeGreaterThan(20);
        // Every write of the publication, every third of the slices before it.
        for (var dies = 1; dies <= writes; dies += dies < writes - PublicationWrites ? 3 : 1)
        {
            using var store = new TrainingStore();
            await store.BeginAsync(Training);
            await using var killed = new Worker(new MortalStore(store.Objects) { DiesAt = dies }, store.Time, stepsASlice: 5);
            await Should.ThrowAsync<KilledException>(() => killed.RunToEndAsync(Training), $"at write {dies}");

            store.LetLeasesRunOut();
            await using var heir = new Worker(store.Objects, store.Time, stepsASlice: 5);
            if (await store.Objects.HeadAsync(Buckets.Models, Keys.TrainingOutcome(Training), Token) is null)
                await heir.RunToEndAsync(Training);
            var manifest = (await store.ManifestsAsync()).ShouldHaveSingleItem($"at write {dies}");
            manifest.Sha256.ShouldBe(whole.Sha256, $"at write {dies}");
            (await store.OutcomeAsync(Training)).Version.ShouldBe(manifest.Version, $"at write {dies}");
        }
    }

    /// <summary>The deliveries here come from nowhere, as those of a sweep do.</summary>
    [Fact]
    public async Task Every_slice_is_in_the_trace_of_the_request_and_none_below_another()
    {
        await _store.BeginAsync(Training);
        using var traced = new TracedRequest();
        await traced.PutAsync(_store.Objects, Training);

        await using var worker = new Worker(_store.Objects, _store.Time);
        await worker.RunToEndAsync(Training);

        traced.Slices.Count.ShouldBeGreaterThan(2);
        traced.Slices.ShouldAllBe(slice => slice.ParentSpanId == traced.Request.SpanId);
        traced.Slices.Select(slice => slice.GetTagItem("lesion.training.slice")).ShouldBe(Enumerable.Range(0, traced.Slices.Count).Cast<object>());
        traced.Slices.ShouldAllBe(slice => (string)slice.GetTagItem("lesion.outcome")! == "done");
    }

    [Fact]
    public async Task A_slice_that_another_worker_holds_is_dropped()
    {
        await _store.BeginAsync(Training);
        await using var holder = new Worker(_store.Objects, _store.Time);
        using var lease = await holder.Heads.TryLeaseAsync(
            new TrainSlice { TrainingId = Training, Slice = 0 }, Token);
        lease.ShouldNotBeNull();

        await using var second = new Worker(_store.Objects, _store.Time);
        await second.RunAsync(Training, 0);
        second.Outbox.Of<TrainingProgressed>().ShouldBeEmpty();
        second.Outbox.Of<TrainSlice>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_workers_at_one_slice_one_advances_the_head_and_the_other_drops_its_work()
    {
        await _store.BeginAsync(Training);
        await using var first = new Worker(_store.Objects, _store.Time);
        await using var second = new Worker(_store.Objects, _store.Time);
        await Task.WhenAll(Task.Run(() => first.RunAsync(Training, 0), Token), Task.Run(() => second.RunAsync(Training, 0), Token));
        first.Outbox.Of<TrainSlice>().Concat(second.Outbox.Of<TrainSlice>()).ShouldHaveSingleItem().Slice.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_whose_lease_was_taken_over_changes_nothing_any_more()
    {
        await _store.BeginAsync(Training);
        await using var slow = new Worker(_store.Objects, _store.Time);
        var slice = new TrainSlice { TrainingId = Training, Slice = 0 };
        using var lost = (await slow.Heads.TryLeaseAsync(slice, Token)).ShouldNotBeNull();
        _store.LetLeasesRunOut();
        await using var heir = new Worker(_store.Objects, _store.Time);
        await heir.RunAsync(Training, 0);

        (await lost.TryRenewAsync(Token)).ShouldBeFalse();
        (await lost.TryAdvanceAsync("state", Token)).ShouldBeFalse();
        var head = (await slow.Heads.GetAsync(Training, Token))!.Value.Value;
        head.Slice.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_whose_lease_was_taken_over_while_it_built_the_model_writes_nothing_of_it()
    {
        await _store.BeginAsync(Training);
        var isTaken = false;
        var store = new MortalStore(_store.Objects)
        {
            AfterHead = async key =>
            {
                if (key != Keys.ModelManifest(1) || isTaken)
                    return;
                isTaken = true;
                var head = await _store.Objects.GetJsonAsync<TrainingHead>(Buckets.Models, Keys.TrainingHead(Training), Token);
                await _store.Objects.PutJsonAsync(
                    Buckets.Models, Keys.TrainingHead(Training), head! with { Worker = "heir" }, cancellationToken: Token);
            },
        };
        await using var slow = new Worker(store, _store.Time);
        for (var slice = 0; !isTaken; slice++)
            await slow.RunAsync(Training, slice);

        (await _store.KeysAsync("models/lesion/1/")).ShouldBe([Keys.ModelClaim(1)]);
        slow.Outbox.Of<ModelPublished>().ShouldBeEmpty();
        slow.Outbox.Of<TrainingEnded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_old_slice_and_one_of_a_training_that_has_ended_are_dropped()
    {
        await _store.BeginAsync(Training);
        await using var worker = new Worker(_store.Objects, _store.Time);
        await worker.RunAsync(Training, 0);
        await worker.RunAsync(Training, 0);
        worker.Outbox.Of<TrainSlice>().ShouldHaveSingleItem();
        await worker.RunToEndAsync(Training);
        var sent = worker.Outbox.Of<TrainSlice>().Count;
        await worker.RunAsync(Training, sent);
        worker.Outbox.Of<TrainSlice>().Count.ShouldBe(sent);
        worker.Outbox.Of<TrainingEnded>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_cancelled_training_ends_before_its_next_step()
    {
        await _store.BeginAsync(Training);
        await using var worker = new Worker(_store.Objects, _store.Time, stepsASlice: 2);
        await worker.RunAsync(Training, 0);
        await _store.Objects.PutJsonAsync(Buckets.Models, Keys.TrainingCancel(Training), new { }, cancellationToken: Token);
        await worker.RunAsync(Training, 1);
        var outcome = await _store.OutcomeAsync(Training);
        outcome.Status.ShouldBe(TrainingStatus.Cancelled);
        outcome.Message.ShouldNotBeNull().ShouldContain("after 2 of");
        (await _store.ManifestsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_training_that_cannot_be_done_ends_with_a_message_that_says_what_to_do()
    {
        await _store.BeginAsync(Training, dataset => dataset with { Classes = ["benign"] });
        await using var worker = new Worker(_store.Objects, _store.Time);
        await worker.RunAsync(Training, 0);
        var ended = worker.Outbox.Of<TrainingEnded>().ShouldHaveSingleItem().Outcome;
        ended.Status.ShouldBe(TrainingStatus.Failed);
        ended.Message.ShouldNotBeNull().ShouldContain("at least two");
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_leaves_its_state_to_the_next()
    {
        await _store.BeginAsync(Training);
        await using var stopping = new Worker(_store.Objects, _store.Time, stepsASlice: 100);
        stopping.Lifetime.StopApplication();
        await stopping.RunAsync(Training, 0);
        var head = (await stopping.Heads.GetAsync(Training, Token))!.Value.Value;
        (head.Slice, head.Worker).ShouldBe((1, null));
        head.StateKey.ShouldNotBeNull();
        stopping.Outbox.Of<TrainSlice>().ShouldHaveSingleItem().Slice.ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_that_others_claimed_are_passed_over()
    {
        await _store.Objects.PutJsonAsync(Buckets.Models, Keys.ModelClaim(1), new { }, cancellationToken: Token);
        await _store.Objects.PutJsonAsync(Buckets.Models, Keys.ModelClaim(4), new { }, cancellationToken: Token);
        await _store.BeginAsync(Training);
        await using var worker = new Worker(_store.Objects, _store.Time, stepsASlice: 100);
        await worker.RunToEndAsync(Training);
        (await _store.OutcomeAsync(Training)).Version.ShouldBe(5);
    }

    [Fact]
    public async Task A_version_with_another_signature_begins_a_new_folder_and_the_next_of_either_goes_where_its_like_is()
    {
        var taken = new { input = new { size = 1, filter = "none", canonical = "none" }, classes = new[] { "a", "b" }, embeddingSize = 3 };
        await _store.Objects.PutJsonAsync(Buckets.Models, Keys.FolderSignature(Keys.FirstFolder), taken, cancellationToken: Token);
        await _store.BeginAsync(Training);
        await _store.BeginAsync("t-2");
        foreach (var training in new[] { Training, "t-2" })
        {
            await using var worker = new Worker(_store.Objects, _store.Time, stepsASlice: 100);
            await worker.RunToEndAsync(training);
        }

        (await _store.ManifestsAsync()).Select(manifest => (manifest.Name, manifest.Version)).ShouldBe([("lesion-2", 1), ("lesion-2", 2)]);
        (await _store.KeysAsync("models/lesion-2/")).ShouldBe(
            ["models/lesion-2/1/model.onnx", "models/lesion-2/2/model.onnx", "models/lesion-2/signature.json"]);
        (await _store.KeysAsync("models/lesion-3/")).ShouldBeEmpty();
    }

    public void Dispose() => _store.Dispose();

    private async Task<int> CountWritesAsync()
    {
        await _store.BeginAsync(Training);
        var store = new MortalStore(_store.Objects);
        await using var worker = new Worker(store, _store.Time, stepsASlice: 5);
        await worker.RunToEndAsync(Training);
        return store.Writes;
    }
}
