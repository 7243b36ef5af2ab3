using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using Lesion.Training.Slices;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Training;

/// <summary>
/// Sends the slice again of every training that has begun, has not ended, and that nobody works on; and clears away what
/// ended trainings left.
/// </summary>
internal sealed partial class TrainingSweep(
    IObjectStore store,
    TrainingHeads heads,
    TrainingOutcomes outcomes,
    IBus bus,
    TrainingTelemetry telemetry,
    IOptions<TrainingOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TrainingSweep> logger) : PeriodicSweep(options.Value.SweepInterval, metrics, time, lifetime, logger)
{
    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        HashSet<string> begun = [], ended = [], uncleared = [];
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.Trainings, cancellationToken: stoppingToken))
        {
            var id = row.Key[Keys.Trainings.Length..].Split('/')[0];
            if (row.Key == Keys.TrainingHead(id))
                begun.Add(id);
            else if (row.Key == Keys.TrainingOutcome(id))
                ended.Add(id);
            else if (TrainingOutcomes.IsOfRunning(id, row.Key))
                uncleared.Add(id);
        }

        foreach (var trainingId in begun.Except(ended))
            await SendAsync(trainingId, stoppingToken);
        foreach (var trainingId in uncleared.Intersect(ended))
            await outcomes.ClearAsync(trainingId, stoppingToken);
    }

    private async Task SendAsync(string trainingId, CancellationToken cancellationToken)
    {
        if (await heads.GetAsync(trainingId, cancellationToken) is not var (head, _) || heads.IsLeased(head))
            return;
        var slice = new TrainSlice { TrainingId = trainingId, Slice = head.Slice };
        using var span = TrainingTelemetry.StartHealing(slice, await telemetry.TraceAsync(trainingId, cancellationToken));
        await bus.Publish(slice, cancellationToken);
        Healed();
        LogSent(logger, trainingId, head.Slice);
    }

    [LoggerMessage(LogLevel.Debug, "Training {TrainingId}: slice {Slice} is nobody's; sent again.")]
    private static partial void LogSent(ILogger logger, string trainingId, int slice);
}
