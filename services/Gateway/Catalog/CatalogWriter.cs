using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// The one way to change the catalog. Writes that wait at the same time are committed together: a transaction costs the
/// disk the same for one as for many. One transaction writes at a time, in whatever process: SQLite has it so anyway, and on
/// PostgreSQL no projection then needs to expect another between its reading and its writing.
/// </summary>
internal sealed class CatalogWriter(IDbContextFactory<CatalogContext> contexts) : IDisposable
{
    private const int LargestCommit = 64;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>
    /// Runs <paramref name="write"/> in a transaction, perhaps together with others' and perhaps twice; it is done when the
    /// task completes. Changes need not be saved by it.
    /// </summary>
    /// <exception cref="CatalogUnavailableException">The database is away; nothing is said against the write.</exception>
    /// <exception cref="InvalidDataException">The database takes no such value.</exception>
    public async Task WriteAsync(Func<CatalogContext, Task> write, CancellationToken cancellationToken = default)
    {
        var own = new Waiting(write);
        _waiting.Enqueue(own);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (!own.Done.Task.IsCompleted)
            {
                await CommitWaitingAsync();
            }
        }
        finally
        {
            _turn.Release();
        }

        await own.Done.Task;
    }

    public void Dispose() => _turn.Dispose();

    private async Task CommitWaitingAsync()
    {
        var together = new List<Waiting>();
        while (together.Count < LargestCommit && _waiting.TryDequeue(out var next))
        {
            together.Add(next);
        }

        try
        {
            await CommitAsync(together);
            together.ForEach(waiting => waiting.Done.SetResult());
        }
        catch (CatalogUnavailableException exception)
        {
            together.ForEach(waiting => waiting.Done.SetException(exception));
        }
        catch (Exception) when (together.Count > 1)
        {
            foreach (var alone in together)
            {
                await CommitAloneAsync(alone);
            }
        }
        catch (Exception exception)
        {
            together[0].Done.SetException(exception);
        }
    }

    /// <summary>One bad write must not fail the others of its commit.</summary>
    private async Task CommitAloneAsync(Waiting alone)
    {
        try
        {
            await CommitAsync([alone]);
            alone.Done.SetResult();
        }
        catch (Exception exception)
        {
            alone.Done.SetException(exception);
        }
    }

    private async Task CommitAsync(IReadOnlyList<Waiting> together)
    {
        await using var catalog = await contexts.CreateDbContextAsync();
        await catalog.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await catalog.Database.BeginTransactionAsync();
            await catalog.TakeWriteTurnAsync();
            foreach (var waiting in together)
            {
                await waiting.Write(catalog);
                await catalog.SaveChangesAsync();
            }

            await transaction.CommitAsync();
        });
    }

    private sealed record Waiting(Func<CatalogContext, Task> Write)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
