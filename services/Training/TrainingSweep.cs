using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.Storage;
using Lesion.Training.Slices;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Training;

/// <summary>Sends the slice again of every training that has begun, has not ended, and that nobody works on.</summary>
internal sealed partial class TrainingSweep(
    IObjectStore store,
    TrainingHeads heads,
    IBus bus,
    IOptions<TrainingOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TrainingSweep> logger) : PeriodicSweep(options.Value.SweepInterval, time, lifetime, logger)
{
    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        foreach (var trainingId in await UnfinishedAsync(stoppingToken))
        {
            if (await heads.GetAsync(trainingId, stoppingToken) is not var (head, _) || heads.IsLeased(head))
                continue;

            LogSent(logger, trainingId, head.Slice);
            await bus.Publish(new TrainSlice { TrainingId = trainingId, Slice = head.Slice }, stoppingToken);
        }
    }

    private async Task<List<string>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        var begun = new List<string>();
        var ended = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.Trainings, cancellationToken: cancellationToken))
        {
            var id = row.Key[Keys.Trainings.Length..].Split('/')[0];
            if (row.Key == Keys.TrainingHead(id))
                begun.Add(id);
            else if (row.Key == Keys.TrainingOutcome(id))
                ended.Add(id);
        }

        return [.. begun.Where(id => !ended.Contains(id))];
    }

    [LoggerMessage(LogLevel.Debug, "Training {TrainingId}: slice {Slice} is nobody's; sent again.")]
    private static partial void LogSent(ILogger logger, string trainingId, int slice);
}
