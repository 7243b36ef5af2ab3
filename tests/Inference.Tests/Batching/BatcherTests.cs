using System.Diagnostics.Metrics;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lesion.Inference.Tests.Batching;

public sealed class BatcherTests : IAsyncDisposable
{
    private readonly ModelSlot _slot = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly BatchSizes _sizes;
    private readonly List<Batcher> _batchers = [];

    public BatcherTests()
    {
        _sizes = new BatchSizes(_services.GetRequiredService<IMeterFactory>());
        _slot.Exchange(new TinyModel().Load(version: 1));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_queued_while_the_network_is_busy_goes_in_one_batch()
    {
        var batcher = Create(new InferenceOptions());
        var answers = Enumerable.Range(0, 11).Select(seed => Ask(batcher, seed)).ToArray();

        await batcher.StartAsync(Token);

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer!.Served.Version == 1);
        _sizes.Seen.ShouldBe([8, 3]);
    }

    [Fact]
    public async Task A_batch_of_images_with_several_views_runs_in_goes_that_split_no_image()
    {
        var tiny = new TinyModel();
        _slot.Exchange((tiny with { Card = tiny.Card with { TestViews = 4 } }).Load(version: 2));
        var batcher = Create(new InferenceOptions());
        var answers = Enumerable.Range(0, 11).Select(seed => Ask(batcher, seed)).ToArray();

        await batcher.StartAsync(Token);

        for (var seed = 0; seed < answers.Length; seed++)
        {
            (await answers[seed])!.Output.Logits.ShouldBe(_slot.Current!.Run([Pictures.Input(seed)])[0].Logits);
        }

        _sizes.Seen.ShouldBe([2, 2, 2, 2, 2, 1]);
    }

    [Fact]
    public async Task Each_image_of_a_batch_gets_its_own_answer()
    {
        var batcher = Create(new InferenceOptions());
        var answers = Enumerable.Range(0, 5).Select(seed => Ask(batcher, seed)).ToArray();
        await batcher.StartAsync(Token);

        var model = _slot.Current!;
        for (var seed = 0; seed < answers.Length; seed++)
        {
            (await answers[seed])!.Output.Probabilities.ShouldBe(model.Run([Pictures.Input(seed)])[0].Probabilities);
        }
    }

    [Fact]
    public async Task A_full_queue_turns_away_at_once_unless_the_request_waits()
    {
        var batcher = Create(new InferenceOptions { QueueCapacity = 2 });
        var queued = new[] { Ask(batcher, 1), Ask(batcher, 2) };

        var refusal = await Should.ThrowAsync<QueueFullException>(() => Ask(batcher, 3));
        var waiting = batcher.RunAsync(Pictures.Input(4), _slot.Current!.Card.Input, new BatchRequest(WaitForRoom: true), Token);

        refusal.Message.ShouldContain("2");
        waiting.IsCompleted.ShouldBeFalse();
        await batcher.StartAsync(Token);
        (await Task.WhenAll([.. queued, waiting])).ShouldAllBe(answer => answer != null);
    }

    [Fact]
    public async Task A_cancelled_request_is_answered_at_once_and_never_computed()
    {
        var batcher = Create(new InferenceOptions());
        using var gone = new CancellationTokenSource();
        var cancelled = Ask(batcher, 1, gone.Token);
        var other = Ask(batcher, 2);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        await batcher.StartAsync(Token);
        await other;
        _sizes.Seen.ShouldBe([1]);
    }

    [Fact]
    public async Task A_batch_waits_for_more_until_it_is_full()
    {
        var batcher = Create(new InferenceOptions { MaxBatchSize = 2, MaxDelay = TimeSpan.FromSeconds(5) });
        await batcher.StartAsync(Token);

        await Task.WhenAll(Ask(batcher, 1), Ask(batcher, 2));

        _sizes.Seen.ShouldBe([2]);
    }

    [Fact]
    public async Task A_batch_that_is_not_full_goes_when_the_delay_is_over()
    {
        var batcher = Create(new InferenceOptions { MaxDelay = TimeSpan.FromSeconds(5) });
        await batcher.StartAsync(Token);
        var answer = Ask(batcher, 1);

        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await answer)!.Queue.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_input_made_for_another_model_is_given_back_and_the_rest_answered()
    {
        var batcher = Create(new InferenceOptions());
        var stale = batcher.RunAsync(
            Pictures.Input(1), _slot.Current!.Card.Input with { Filter = "cubic" }, new BatchRequest(), Token);
        var fresh = Ask(batcher, 2);

        await batcher.StartAsync(Token);

        (await stale).ShouldBeNull();
        (await fresh).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_model_every_request_is_told_what_to_do()
    {
        var input = _slot.Current!.Card.Input;
        _slot.Dispose();
        var batcher = Create(new InferenceOptions());
        await batcher.StartAsync(Token);

        var refusal = await Should.ThrowAsync<NoModelException>(
            () => batcher.RunAsync(Pictures.Input(1), input, new BatchRequest(), Token));

        refusal.Message.ShouldContain("train");
    }

    [Fact]
    public async Task A_value_that_is_no_number_fails_the_request_and_the_next_is_answered()
    {
        _slot.Exchange(new TinyModel { Bias = float.NaN }.Load(version: 2));
        var batcher = Create(new InferenceOptions());
        await batcher.StartAsync(Token);

        await Should.ThrowAsync<InvalidOutputException>(() => Ask(batcher, 1));
        _slot.Exchange(new TinyModel().Load(version: 3));
        (await Ask(batcher, 1))!.Served.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Stopping_answers_what_is_queued()
    {
        var batcher = Create(new InferenceOptions());
        await batcher.StartAsync(Token);
        var answers = Enumerable.Range(0, 20).Select(seed => Ask(batcher, seed)).ToArray();

        await batcher.StopAsync(Token);

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer != null);
        await Should.ThrowAsync<QueueFullException>(() => Ask(batcher, 1));
    }

    [Fact]
    public async Task Swapping_under_load_loses_nothing_and_every_answer_is_of_the_version_it_names()
    {
        const int versions = 40;
        var models = Enumerable.Range(1, versions).Select(version => new TinyModel { Bias = version / 10f }.Load(version)).ToList();
        var expected = models.ConvertAll(model => Enumerable.Range(0, 4).Select(seed => model.Run([Pictures.Input(seed)])[0].Probabilities[1]).ToArray());
        _slot.Exchange(models[0]);
        var batcher = Create(new InferenceOptions());
        await batcher.StartAsync(Token);
        using var swapped = new CancellationTokenSource();

        var clients = Enumerable.Range(0, 8).Select(async client =>
        {
            var answered = 0;
            for (var seed = client % 4; !swapped.IsCancellationRequested; seed = (seed + 1) % 4)
            {
                var answer = await Ask(batcher, seed);
                answer!.Output.Probabilities[1].ShouldBe(expected[answer.Served.Version - 1][seed]);
                answered++;
            }

            return answered;
        }).ToArray();
        foreach (var model in models.Skip(1))
        {
            await Ask(batcher, 0);
            _slot.Exchange(model);
        }

        await swapped.CancelAsync();
        (await Task.WhenAll(clients)).ShouldAllBe(answered => answered > 0);
        (await Ask(batcher, 0))!.Served.Version.ShouldBe(versions);
        models[..^1].ForEach(old => Should.Throw<ObjectDisposedException>(() => old.Run([Pictures.Input(0)])));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var batcher in _batchers)
        {
            await batcher.StopAsync(CancellationToken.None);
            batcher.Dispose();
        }

        _sizes.Dispose();
        _slot.Dispose();
        await _services.DisposeAsync();
    }

    private Batcher Create(InferenceOptions options)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        var batcher = new Batcher(_slot, new InferenceMetrics(meters), Options.Create(options), _time, NullLogger<Batcher>.Instance);
        _batchers.Add(batcher);
        return batcher;
    }

    private Task<BatchAnswer?> Ask(Batcher batcher, int seed, CancellationToken? cancellationToken = null) =>
        batcher.RunAsync(
            Pictures.Input(seed), _slot.Current!.Card.Input, new BatchRequest(), cancellationToken ?? Token);
}
