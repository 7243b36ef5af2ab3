using Lesion.Inference.Batching;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Tests.Batching;

public sealed class BatcherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_queued_while_the_network_is_busy_goes_in_one_batch()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        var answers = Enumerable.Range(0, 11).Select(seed => rig.AskAsync(seed)).ToArray();

        await rig.StartAsync();

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer!.Model.Served.Version == 1);
        rig.Sizes.Seen.ShouldBe([8, 3]);
    }

    [Fact]
    public async Task The_views_of_an_image_stay_together_in_one_batch()
    {
        var tiny = new TinyModel();
        await using var rig = new BatchingRig(new InferenceOptions(), tiny with { Card = tiny.Card with { TestViews = 4 } });
        var answers = Enumerable.Range(0, 11).Select(seed => rig.AskAsync(seed)).ToArray();

        await rig.StartAsync();

        for (var seed = 0; seed < answers.Length; seed++)
        {
            OutputOf((await answers[seed])!).Logits.ShouldBe(rig.Champion.Run([Pictures.Input(seed)])[0].Logits);
        }

        rig.Sizes.Seen.ShouldBe([8, 8, 8, 8, 8, 4]);
    }

    [Fact]
    public async Task Each_image_of_a_batch_gets_its_own_answer()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        var answers = Enumerable.Range(0, 5).Select(seed => rig.AskAsync(seed)).ToArray();
        await rig.StartAsync();

        for (var seed = 0; seed < answers.Length; seed++)
        {
            OutputOf((await answers[seed])!).Probabilities.ShouldBe(rig.Champion.Run([Pictures.Input(seed)])[0].Probabilities);
        }
    }

    [Fact]
    public async Task Several_pictures_of_one_request_are_answered_row_by_row_with_the_outputs_that_were_wanted()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        await rig.StartAsync();

        var answer = await rig.AskAsync(rig.Request(0) with
        {
            Pixels = (byte[])[.. Pictures.Input(1), .. Pictures.Input(2), .. Pictures.Input(3)],
            Wanted = ModelOutputs.Probabilities | ModelOutputs.ActivationMap,
        });

        var outputs = answer!.Outputs;
        outputs.Probabilities!.Shape.ShouldBe([3, 2]);
        outputs.ActivationMap!.Shape.ShouldBe([3, 2, 4, 4]);
        (outputs.Logits, outputs.Embedding).ShouldBe((null, null));
        for (var row = 0; row < 3; row++)
        {
            var alone = rig.Champion.Run([Pictures.Input(row + 1)], withActivationMap: true)[0];
            outputs.ActivationMap.Row(row).ToArray().ShouldBe(alone.ActivationMap!.Values);
            outputs.Probabilities.Row(row)[1].ShouldBe((float)alone.Probabilities[1], 1e-6f);
        }
    }

    [Fact]
    public async Task Several_instances_share_what_is_queued()
    {
        await using var rig = new BatchingRig(new InferenceOptions { InstanceCount = 3, MaxBatchSize = 2 });
        using var model = new TinyModel().Load(version: 1, instances: 3);
        var expected = Enumerable.Range(0, 60).Select(seed => model.Run([Pictures.Input(seed)])[0].Probabilities).ToList();
        rig.Models.Serve(ModelTarget.Champion, Warmed(new TinyModel().Load(version: 2, instances: 3)));
        await rig.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(seed => rig.AskAsync(seed)));

        answers.Select(answer => OutputOf(answer!).Probabilities).ShouldBe(expected);
    }

    [Fact]
    public async Task A_full_queue_turns_away_at_once_unless_the_request_waits()
    {
        await using var rig = new BatchingRig(new InferenceOptions { MaxQueueSize = 2 });
        var queued = new[] { rig.AskAsync(1), rig.AskAsync(2) };

        var refusal = await Should.ThrowAsync<QueueFullException>(() => rig.AskAsync(3));
        var waiting = rig.AskAsync(rig.Request(4) with { WaitForRoom = true });

        refusal.Message.ShouldContain("2");
        waiting.IsCompleted.ShouldBeFalse();
        await rig.StartAsync();
        (await Task.WhenAll([.. queued, waiting])).ShouldAllBe(answer => answer != null);
    }

    [Fact]
    public async Task A_cancelled_request_is_answered_at_once_makes_room_and_is_never_computed()
    {
        await using var rig = new BatchingRig(new InferenceOptions { MaxQueueSize = 1 });
        using var gone = new CancellationTokenSource();
        var cancelled = rig.AskAsync(1, gone.Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        var other = rig.AskAsync(2);
        await rig.StartAsync();
        await other;
        rig.Sizes.Seen.ShouldBe([1]);
    }

    [Fact]
    public async Task A_request_that_waited_too_long_is_told_so_and_never_computed()
    {
        await using var rig = new BatchingRig(new InferenceOptions { DefaultQueueTimeout = TimeSpan.FromSeconds(2) });
        var late = rig.AskAsync(1);
        var patient = rig.AskAsync(rig.Request(2) with { QueueTimeout = TimeSpan.FromSeconds(4) });
        var endless = rig.AskAsync(rig.Request(3) with { QueueTimeout = TimeSpan.Zero });
        rig.Time.Advance(TimeSpan.FromSeconds(3));

        await rig.StartAsync();

        (await Should.ThrowAsync<TimeoutException>(late)).Message.ShouldContain("DefaultQueueTimeout");
        (await Task.WhenAll(patient, endless)).ShouldAllBe(answer => answer != null);
        rig.Sizes.Seen.ShouldBe([2]);
    }

    [Fact]
    public async Task A_batch_waits_for_more_until_it_is_full()
    {
        await using var rig = new BatchingRig(new InferenceOptions { MaxBatchSize = 2, MaxQueueDelay = TimeSpan.FromSeconds(5) });
        await rig.StartAsync();

        await Task.WhenAll(rig.AskAsync(1), rig.AskAsync(2));

        rig.Sizes.Seen.ShouldBe([2]);
    }

    [Fact]
    public async Task A_batch_that_is_not_full_goes_when_the_delay_is_over()
    {
        await using var rig = new BatchingRig(new InferenceOptions { MaxQueueDelay = TimeSpan.FromSeconds(5) });
        await rig.StartAsync();
        var answer = rig.AskAsync(1);

        while (!answer.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await answer)!.Queue.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_input_made_for_another_model_is_given_back_and_the_rest_answered()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        var otherFilter = rig.AskAsync(rig.Request(1) with { MadeFor = rig.Champion.Card.Input with { Filter = "cubic" } });
        var otherViews = rig.AskAsync(rig.Request(1) with { Views = 2 });
        var fresh = rig.AskAsync(2);

        await rig.StartAsync();

        (await Task.WhenAll(otherFilter, otherViews)).ShouldAllBe(answer => answer == null);
        (await fresh).ShouldNotBeNull();
    }

    [Fact]
    public async Task More_rows_than_a_run_holds_are_refused_and_the_rest_answered()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        var large = rig.AskAsync(rig.Request(1) with { Pixels = new byte[9 * 8 * 8 * 3] });
        var fitting = rig.AskAsync(2);

        await rig.StartAsync();

        (await Should.ThrowAsync<TooManyRowsException>(large)).Message.ShouldContain("MaxBatchSize");
        (await fitting).ShouldNotBeNull();
        await Should.ThrowAsync<ArgumentException>(() => rig.AskAsync(rig.Request(1) with { Pixels = new byte[7] }));
    }

    [Fact]
    public async Task Without_a_model_every_request_is_told_what_to_do()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        var request = rig.Request(1);
        rig.Models.Serve(ModelTarget.Champion, null);
        await rig.StartAsync();

        var refusal = await Should.ThrowAsync<NoModelException>(() => rig.AskAsync(request));

        refusal.Message.ShouldContain("train");
    }

    [Fact]
    public async Task A_version_that_is_gone_when_the_batch_is_formed_is_to_be_found_again()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        await rig.StartAsync();

        (await rig.AskAsync(rig.Request(1) with { Target = ModelTarget.Of(9) })).ShouldBeNull();
    }

    [Fact]
    public async Task A_value_that_is_no_number_fails_the_request_and_the_next_is_answered()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        rig.Models.Serve(ModelTarget.Champion, new TinyModel { Bias = float.NaN }.Load(version: 2));
        await rig.StartAsync();

        await Should.ThrowAsync<InvalidOutputException>(() => rig.AskAsync(1));
        rig.Serve(ModelTarget.Champion, new TinyModel(), version: 3);
        (await rig.AskAsync(1))!.Model.Served.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Stopping_answers_what_is_queued_and_takes_no_more()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        await rig.StartAsync();
        var answers = Enumerable.Range(0, 20).Select(seed => rig.AskAsync(seed)).ToArray();

        await rig.Batcher.StopAsync(Token);

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer != null);
        await Should.ThrowAsync<StoppingException>(() => rig.AskAsync(1));
    }

    [Fact]
    public async Task Stopping_a_batcher_that_never_started_tells_those_who_wait()
    {
        await using var rig = new BatchingRig(new InferenceOptions { MaxQueueSize = 1 });
        var queued = rig.AskAsync(1);
        var waiting = rig.AskAsync(rig.Request(2) with { WaitForRoom = true });

        await rig.Batcher.StopAsync(Token);

        await Should.ThrowAsync<StoppingException>(queued);
        await Should.ThrowAsync<StoppingException>(waiting);
    }

    [Fact]
    public void A_run_allocates_next_to_nothing()
    {
        var pixels = Pictures.Input(1);
        using var model = Warmed(new TinyModel().Load());
        var instance = model.Instance(0);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int runs = 1000;
        for (var i = 0; i < runs; i++)
        {
            Run();
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / runs).ShouldBeLessThan(1024);

        void Run()
        {
            pixels.CopyTo(instance.Pixels(0, 1));
            model.Run(instance, 1, isAlone: true);
        }
    }

    [Fact]
    public void The_wait_that_is_expected_follows_the_time_of_a_row()
    {
        var rate = new DrainRate(instances: 2);
        rate.Expect(100).ShouldBe(TimeSpan.Zero);

        rate.Record(rows: 10, TimeSpan.FromSeconds(1));

        rate.Expect(100).TotalSeconds.ShouldBe(5, 1e-9);
        rate.Record(rows: 10, TimeSpan.FromSeconds(2));
        rate.Expect(100).TotalSeconds.ShouldBeInRange(5.1, 9.9);
    }

    private static ModelOutput OutputOf(RowsAnswer answer) => OutputReader.Read(answer.Outputs, answer.Model.Card);

    private static OnnxModel Warmed(OnnxModel model)
    {
        model.WarmUp();
        return model;
    }
}
