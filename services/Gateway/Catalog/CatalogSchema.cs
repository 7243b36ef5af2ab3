using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// Makes the catalog's tables before anything reads or writes them. A catalog of another form, or one that cannot be read,
/// is thrown away; the first sweep fills it again from the object store.
/// </summary>
internal sealed partial class CatalogSchema(
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter writer,
    ILogger<CatalogSchema> logger) : IHostedLifecycleService
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isMarked;

    /// <summary>
    /// Completes when the catalog knows what the object store held at the start; until then no dataset may be frozen.
    /// </summary>
    public Task Complete => _complete.Task;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var schema = await FindAsync(catalog, cancellationToken);
        if (schema?.Version != CatalogContext.SchemaVersion)
        {
            await RemakeAsync(cancellationToken);
        }
        else if (schema.IsComplete)
        {
            _isMarked = true;
            _complete.TrySetResult();
        }
    }

    /// <summary>Throws every row away. A sweep must follow.</summary>
    public async Task RemakeAsync(CancellationToken cancellationToken)
    {
        _isMarked = false;
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        await catalog.Database.EnsureDeletedAsync(cancellationToken);
        await catalog.Database.EnsureCreatedAsync(cancellationToken);
        catalog.Schema.Add(new SchemaRow { Version = CatalogContext.SchemaVersion });
        await catalog.SaveChangesAsync(cancellationToken);
        LogRemade(logger, CatalogContext.SchemaVersion);
    }

    /// <summary>Said by a sweep that saw the whole object store.</summary>
    public async Task MarkCompleteAsync(CancellationToken cancellationToken)
    {
        if (_isMarked)
        {
            return;
        }

        await writer.WriteAsync(
            async catalog => (await catalog.Schema.SingleAsync()).IsComplete = true,
            cancellationToken);
        _isMarked = true;
        _complete.TrySetResult();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<SchemaRow?> FindAsync(CatalogContext catalog, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.Database.CanConnectAsync(cancellationToken)
                ? await catalog.Schema.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
                : null;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            LogUnreadable(logger, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "The catalog was made new in form {Version}; it is now filled from the object store.")]
    private static partial void LogRemade(ILogger logger, int version);

    [LoggerMessage(LogLevel.Warning, "The catalog cannot be read and is made new from the object store.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
