using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Training.Publishing;
using Lesion.Training.Slices;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lesion.Training.Tests;

/// <summary>One worker without a bus: what it would send is kept, and what it is to do is told to it.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SessionHolder _sessions;

    public Worker(IObjectStore store, TimeProvider time, int stepsASlice = 3)
    {
        var options = Options.Create(new TrainingOptions { StepsASlice = stepsASlice, Threads = 1 });
        var telemetry = new TrainingTelemetry(_services.GetRequiredService<IMeterFactory>(), store);
        var outcomes = new TrainingOutcomes(store, time);
        Heads = new TrainingHeads(store, options, time);
        _sessions = new SessionHolder(store, options, NullLogger<SessionHolder>.Instance);
        Runner = new SliceRunner(
            store, Heads, outcomes, _sessions, new ModelPublisher(store, telemetry, options, time, NullLogger<ModelPublisher>.Instance),
            telemetry, options, Lifetime, time, NullLogger<SliceRunner>.Instance);
    }

    public TrainingHeads Heads { get; }

    public SliceRunner Runner { get; }

    public StoppableLifetime Lifetime { get; } = new();

    public Outbox Outbox { get; } = new();

    public Task RunAsync(string trainingId, int slice) => Runner.RunAsync(
        new TrainSlice { TrainingId = trainingId, Slice = slice }, Outbox, TestContext.Current.CancellationToken);

    /// <summary>Does the slices of a training, from the one its head names, until it has ended.</summary>
    public async Task RunToEndAsync(string trainingId)
    {
        while (Outbox.Of<TrainingEnded>().Count == 0)
        {
            var head = await Heads.GetAsync(trainingId, TestContext.Current.CancellationToken);
            await RunAsync(trainingId, head!.Value.Value.Slice);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _services.DisposeAsync();
    }
}
