using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// Makes the catalog's tables before anything reads or writes them, and knows whether it holds all that the object store
/// does. A database that is away at the start is tried again until it is there.
/// </summary>
internal sealed partial class CatalogSchema(
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter writer,
    TimeProvider time,
    ILogger<CatalogSchema> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the tables are those of this build.</summary>
    public Task Migrated => _migrated.Task;

    /// <summary>
    /// Completes when the catalog was seen to know what the object store held; until then no dataset may be frozen.
    /// </summary>
    public Task Complete => _complete.Task;

    public Task StartingAsync(CancellationToken cancellationToken) => TryMigrateAsync(cancellationToken);

    /// <exception cref="CatalogUnavailableException">The database is away.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using (var catalog = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await catalog.MigrateAsync(cancellationToken);
        }

        await ReadStateAsync(cancellationToken);
        _migrated.TrySetResult();
    }

    /// <summary>What the catalog says of itself now.</summary>
    /// <exception cref="CatalogUnavailableException">The database is away.</exception>
    public async Task<CatalogStateRow> ReadStateAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await catalog.State.AsNoTracking().SingleAsync(cancellationToken);
        if (state.IsComplete)
        {
            _complete.TrySetResult();
        }

        return state;
    }

    /// <summary>Throws every row away, and lets no dataset be frozen until a sweep that follows has marked it complete.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => writer.WriteAsync(
        async catalog =>
        {
            await catalog.EmptyAsync();
            var state = await catalog.State.SingleAsync();
            (state.Generation, state.IsComplete) = (state.Generation + 1, false);
        },
        cancellationToken);

    /// <summary>Said by a sweep that saw the whole object store.</summary>
    /// <param name="generation">Of the catalog when the sweep began; one that was emptied since is not complete.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task MarkCompleteAsync(long generation, CancellationToken cancellationToken)
    {
        if (!(await ReadStateAsync(cancellationToken)).IsComplete)
        {
            await writer.WriteAsync(
                async catalog =>
                {
                    var state = await catalog.State.SingleAsync();
                    state.IsComplete |= state.Generation == generation;
                },
                cancellationToken);
            await ReadStateAsync(cancellationToken);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenTries, time);
        while (!Migrated.IsCompleted && await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryMigrateAsync(stoppingToken);
        }
    }

    private async Task TryMigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MigrateAsync(cancellationToken);
        }
        catch (CatalogUnavailableException exception)
        {
            LogAway(logger, exception.Message, BetweenTries);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason} It is tried again every {Interval}; messages wait meanwhile.")]
    private static partial void LogAway(ILogger logger, string reason, TimeSpan interval);
}
