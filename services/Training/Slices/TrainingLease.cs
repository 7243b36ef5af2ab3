using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Training.Slices;

/// <summary>One worker's hold on a training's head. Every change proves that nobody has taken it over meanwhile.</summary>
internal sealed class TrainingLease(IObjectStore store, TimeProvider time, TimeSpan duration, TrainingHead head, string etag) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private string _etag = etag;

    public TrainingHead Head { get; private set; } = head;

    /// <returns>False where the lease is lost.</returns>
    public Task<bool> TryRenewAsync(CancellationToken cancellationToken) => TryPutAsync(
        current => current with { LeaseUntil = time.GetUtcNow() + duration }, cancellationToken);

    /// <summary>The slice is done: its state becomes the head's, and the next slice is anybody's.</summary>
    public Task<bool> TryAdvanceAsync(string stateKey, CancellationToken cancellationToken) => TryPutAsync(
        current => current with { Slice = current.Slice + 1, StateKey = stateKey, Worker = null, LeaseUntil = null },
        cancellationToken);

    /// <summary>Renews until it is stopped.</summary>
    /// <param name="lost">Cancelled when somebody else has taken the training over.</param>
    public async Task KeepAsync(CancellationTokenSource lost, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(duration / 3, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if (!await TryRenewAsync(stop))
                {
                    await lost.CancelAsync();
                    return;
                }
            }
            catch (StoreUnavailableException) when (Head.LeaseUntil > time.GetUtcNow())
            {
                // The lease still stands; the next tick tries again.
            }
            catch (StoreUnavailableException)
            {
                await lost.CancelAsync();
                return;
            }
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<bool> TryPutAsync(Func<TrainingHead, TrainingHead> change, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var changed = change(Head);
            var put = await store.PutJsonAsync(
                Buckets.Models, Keys.TrainingHead(Head.TrainingId), changed, new PutOptions { OnlyIfETag = _etag }, cancellationToken);
            (Head, _etag) = (changed, put.ETag);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
