using System.Collections.Concurrent;
using Lesion.Ingestion.Intake;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion;

/// <summary>
/// Takes in what lies in the inbox under a key. Idempotent: the store hands a version to one taker at a time, and a version
/// that was taken in before a process died gives the same objects and messages again.
/// </summary>
internal sealed partial class Inbox(
    IObjectStore store,
    ImageIntake images,
    LabelSheetIntake labelSheets,
    Quarantine quarantine,
    IngestionTelemetry telemetry,
    IOptions<IngestionOptions> options,
    TimeProvider time,
    ILogger<Inbox> logger) : IDisposable
{
    private const int PageSize = 1000;

    private readonly SemaphoreSlim _places = new(options.Value.Concurrency);
    private readonly ConcurrentDictionary<string, bool> _immovable = [];

    /// <param name="key">The key in the inbox; that nothing lies there any more is no error.</param>
    /// <param name="source">Who said so.</param>
    /// <param name="bus">Where the outcome is published.</param>
    /// <param name="cancellationToken">Stops between two steps; the object is given back.</param>
    /// <returns>Whether something was taken in.</returns>
    public async Task<bool> IngestAsync(string key, DropSource source, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            await using var taken = await store.TakeAsync(Buckets.Inbox, key, cancellationToken);
            if (taken is null)
                return false;
            await IngestAsync(taken, source, bus, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is InvalidObjectKeyException or ObjectUnreadableException)
        {
            // It cannot be moved, so it stays where it is; say it once and not at every sweep.
            if (_immovable.TryAdd(key, true))
                LogImmovable(logger, exception.Message);
            return false;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>
    /// Takes in all that lies there, each page of the listing in an order of its own: processes that do so at the same time
    /// seldom read the same file, and what another has taken in meanwhile costs one request that finds nothing.
    /// </summary>
    /// <returns>How many were taken in.</returns>
    public async Task<int> SweepAsync(IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var ingested = 0;
        await Parallel.ForEachAsync(
            store.ListAsync(Buckets.Inbox, cancellationToken: cancellationToken)
                .Chunk(PageSize)
                .SelectMany(page => page.Shuffle()),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = cancellationToken },
            async (listing, cancellation) =>
            {
                try
                {
                    if (await IngestAsync(listing.Key, DropSource.Sweep, bus, cancellation))
                        Interlocked.Increment(ref ingested);
                }
                catch (Exception exception) when (exception is not (OperationCanceledException or StoreUnavailableException))
                {
                    // One file must not keep the others waiting; it was given back, and the next sweep tries it again.
                    LogFailed(logger, exception, listing.Key);
                }
            });
        return ingested;
    }

    public void Dispose() => _places.Dispose();

    private async Task IngestAsync(TakenObject taken, DropSource source, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var drop = new Drop(taken);
        using var span = IngestionTelemetry.StartDrop(drop.Info, source);
        var outcome = await TakeInAsync(drop, bus, cancellationToken);
        telemetry.RecordDrop(span, outcome, source, time.GetUtcNow() - drop.Info.LastModified);
        try
        {
            await taken.RemoveAsync(cancellationToken);
        }
        catch (PreconditionFailedException)
        {
            LogStillWritten(logger, drop.Key);
        }
    }

    private async Task<DropOutcome> TakeInAsync(Drop drop, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = DropKey.IsLabelSheet(drop.Key)
                ? await labelSheets.TakeInAsync(drop, bus, cancellationToken)
                : await images.TakeInAsync(drop, bus, cancellationToken);
            LogTakenIn(logger, drop.Key, drop.Info.Size);
            return outcome;
        }
        catch (RefusedDropException refusal)
        {
            await quarantine.KeepAsync(drop, refusal, bus, cancellationToken);
            return DropOutcome.Refused;
        }
    }

    [LoggerMessage(LogLevel.Debug, "'{Key}' ({Bytes} bytes) was taken in.")]
    private static partial void LogTakenIn(ILogger logger, string key, long bytes);

    [LoggerMessage(LogLevel.Warning, "'{Key}' was still being written while it was read; it is read again when it is complete.")]
    private static partial void LogStillWritten(ILogger logger, string key);

    [LoggerMessage(LogLevel.Warning, "{Message} Nothing was moved.")]
    private static partial void LogImmovable(ILogger logger, string message);

    [LoggerMessage(LogLevel.Error, "'{Key}' could not be taken in; it stays in the inbox.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string key);
}
