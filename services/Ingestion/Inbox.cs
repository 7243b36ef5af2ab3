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
    IOptions<IngestionOptions> options,
    ILogger<Inbox> logger) : IDisposable
{
    private const int PageSize = 1000;

    private readonly SemaphoreSlim _places = new(options.Value.Concurrency);
    private readonly ConcurrentDictionary<string, bool> _immovable = [];

    /// <param name="key">The key in the inbox; that nothing lies there any more is no error.</param>
    /// <param name="bus">Where the outcome is published.</param>
    /// <param name="cancellationToken">Stops between two steps; the object is given back.</param>
    public async Task IngestAsync(string key, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            await using var taken = await store.TakeAsync(Buckets.Inbox, key, cancellationToken);
            if (taken is not null)
                await IngestAsync(taken, bus, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidObjectKeyException or ObjectUnreadableException)
        {
            // It cannot be moved, so it stays where it is; say it once and not at every sweep.
            if (_immovable.TryAdd(key, true))
                LogImmovable(logger, exception.Message);
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
    public Task SweepAsync(IPublishEndpoint bus, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            store.ListAsync(Buckets.Inbox, cancellationToken: cancellationToken)
                .Chunk(PageSize)
                .SelectMany(page => page.Shuffle()),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = cancellationToken },
            async (listing, cancellation) =>
            {
                try
                {
                    await IngestAsync(listing.Key, bus, cancellation);
                }
                catch (Exception exception) when (exception is not (OperationCanceledException or StoreUnavailableException))
                {
                    // One file must not keep the others waiting; it was given back, and the next sweep tries it again.
                    LogFailed(logger, exception, listing.Key);
                }
            });

    public void Dispose() => _places.Dispose();

    private async Task IngestAsync(TakenObject taken, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var drop = new Drop(taken);
        try
        {
            if (DropKey.IsLabelSheet(drop.Key))
                await labelSheets.TakeInAsync(drop, bus, cancellationToken);
            else
                await images.TakeInAsync(drop, bus, cancellationToken);
            LogTakenIn(logger, drop.Key, drop.Info.Size);
        }
        catch (RefusedDropException refusal)
        {
            await quarantine.KeepAsync(drop, refusal, bus, cancellationToken);
        }

        try
        {
            await taken.RemoveAsync(cancellationToken);
        }
        catch (PreconditionFailedException)
        {
            LogStillWritten(logger, drop.Key);
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
