using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Preprocessing;

/// <summary>Prepares what no message led to: at the start what was under way when the process ended, later what was lost.</summary>
internal sealed partial class PreparationSweep(
    UnpreparedImages unprepared,
    ImagePreparer preparer,
    IObjectStore store,
    IBus bus,
    IOptions<PreprocessingOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<PreparationSweep> logger) : PeriodicSweep(options.Value.SweepInterval, metrics, time, lifetime, logger)
{
    private string? _after;

    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        // After an outage it goes on where it was, instead of listing the same half again and again.
        await foreach (var (last, images) in unprepared.FindAsync(_after, stoppingToken))
        {
            // In an order of its own, so that processes that sweep at the same time seldom prepare the same image.
            await Parallel.ForEachAsync(
                images.Shuffle(),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stoppingToken },
                PrepareAsync);
            _after = last;
        }

        _after = null;
    }

    private async ValueTask PrepareAsync(string imageId, CancellationToken cancellationToken)
    {
        await foreach (var drop in unprepared.WaitingDropsAsync(imageId, cancellationToken))
            await PrepareAsync(drop, cancellationToken);
    }

    private async Task PrepareAsync(DropRecord drop, CancellationToken cancellationToken)
    {
        try
        {
            var trace = await store.GetTraceAsync(Buckets.Images, Keys.Drop(drop.ImageId, drop.DropId), cancellationToken);
            using var span = PreprocessingTelemetry.StartHealing(trace);
            await preparer.PrepareAsync(drop, bus, cancellationToken);
            Healed();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreUnavailableException))
        {
            // One image must not keep the others waiting; the next sweep tries it again.
            LogFailed(logger, exception, drop.Key, drop.ImageId);
        }
    }

    [LoggerMessage(LogLevel.Error, "'{DropKey}' (image {ImageId}) could not be prepared.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string dropKey, string imageId);
}
