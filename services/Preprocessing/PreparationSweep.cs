using Lesion.Contracts;
using Lesion.ServiceDefaults;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Preprocessing;

/// <summary>Prepares what no message led to: at the start what was under way when the process ended, later what was lost.</summary>
internal sealed partial class PreparationSweep(
    UnpreparedImages unprepared,
    ImagePreparer preparer,
    IBus bus,
    IOptions<PreprocessingOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<PreparationSweep> logger) : PeriodicSweep(options.Value.SweepInterval, time, lifetime, logger)
{
    protected override Task SweepAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            unprepared.FindAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stoppingToken },
            PrepareAsync);

    private async ValueTask PrepareAsync(DropRecord drop, CancellationToken cancellationToken)
    {
        try
        {
            await preparer.PrepareAsync(drop, bus, cancellationToken);
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
