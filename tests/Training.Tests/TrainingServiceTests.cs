using System.Threading.Channels;
using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lesion.Training.Tests;

/// <summary>The whole service on its bus.</summary>
public sealed class TrainingServiceTests : IDisposable
{
    private readonly TrainingStore _store = new();
    private readonly Channel<TrainingEnded> _ended = Channel.CreateUnbounded<TrainingEnded>();

    [Fact]
    public async Task A_request_becomes_a_published_version_and_the_same_request_again_nothing()
    {
        using var host = Build();
        await StartAsync(host);
        var dataset = await SmallDataset.PutAsync(_store.Objects);
        var message = new TrainModel { Request = TrainingStore.Request("t-1"), Dataset = dataset };
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(message, TestContext.Current.CancellationToken);
        await bus.Publish(message, TestContext.Current.CancellationToken);
        (await EndedAsync()).Status.ShouldBe(TrainingStatus.Completed);
        await bus.Publish(message, TestContext.Current.CancellationToken);
        await host.StopAsync(CancellationToken.None);
        (await _store.ManifestsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_training_whose_messages_were_lost_is_found_by_the_sweep()
    {
        await _store.BeginAsync("t-1");
        using var host = Build();
        await StartAsync(host);
        (await EndedAsync()).Status.ShouldBe(TrainingStatus.Completed);
        await host.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_slice_that_the_sweep_sends_again_goes_on_with_the_trace_of_the_request()
    {
        await _store.BeginAsync("t-1");
        using var traced = new TracedRequest();
        await traced.PutAsync(_store.Objects, "t-1");
        using var host = Build();
        await StartAsync(host);
        await EndedAsync();
        await host.StopAsync(CancellationToken.None);

        var healing = traced.Named("heal training")[0];
        (healing.ParentSpanId, healing.GetTagItem("lesion.training.slice")).ShouldBe((traced.Request.SpanId, 0));
        traced.Named("publish lesion.train-slice").ShouldContain(publication => publication.ParentSpanId == healing.SpanId);
        traced.Slices.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_training_whose_worker_was_killed_is_taken_up_when_its_lease_has_run_out()
    {
        await _store.BeginAsync("t-1");
        await using var killed = new Worker(_store.Objects, _store.Time);
        var slice = new TrainSlice { TrainingId = "t-1", Slice = 0 };
        (await killed.Heads.TryLeaseAsync(slice, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        _store.LetLeasesRunOut();
        using var host = Build();
        await StartAsync(host);
        (await EndedAsync()).Status.ShouldBe(TrainingStatus.Completed);
        await host.StopAsync(CancellationToken.None);
    }

    public void Dispose() => _store.Dispose();

    private async Task<TrainingOutcome> EndedAsync() =>
        (await _ended.Reader.ReadAsync(TestContext.Current.CancellationToken)).Outcome;

    private static async Task StartAsync(IHost host)
    {
        // MassTransit hands the logger of an earlier host of the same test, which is disposed, on to a later one.
        LogContext.Current = null;
        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Lesion:Training:StepsASlice", "5"), new("Lesion:Training:Threads", "1")]);
        builder.Services.AddSingleton<TimeProvider>(_store.Time);
        builder.Services.AddSingleton(_store.Objects);
        builder.Services.AddSingleton(_ended.Writer);
        builder.AddServiceDefaults();
        builder.AddTraining();
        builder.AddBusConsumers(bus => bus.AddConsumer<EndListener>());
        builder.AddBus();
        return builder.Build();
    }

    private sealed class EndListener(ChannelWriter<TrainingEnded> ended) : IConsumer<TrainingEnded>
    {
        public Task Consume(ConsumeContext<TrainingEnded> context) =>
            ended.WriteAsync(context.Message, context.CancellationToken).AsTask();
    }
}
