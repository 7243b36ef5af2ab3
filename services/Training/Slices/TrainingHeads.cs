using Lesion.Contracts;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Training.Slices;

/// <summary>The heads of trainings, changed by compare-and-swap only: the fence that keeps two workers off one slice.</summary>
internal sealed class TrainingHeads(IObjectStore store, IOptions<TrainingOptions> options, TimeProvider time)
{
    /// <summary>This worker's name on a lease.</summary>
    public string Worker { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}";

    /// <returns>False where the training had begun already.</returns>
    public Task<bool> TryBeginAsync(string trainingId, ObjectReference dataset, CancellationToken cancellationToken) =>
        store.TryPutJsonAsync(
            Buckets.Models,
            Keys.TrainingHead(trainingId),
            new TrainingHead { TrainingId = trainingId, Dataset = dataset, Slice = 0 },
            cancellationToken);

    public Task<(TrainingHead Value, string ETag)?> GetAsync(string trainingId, CancellationToken cancellationToken) =>
        store.GetJsonWithETagAsync<TrainingHead>(Buckets.Models, Keys.TrainingHead(trainingId), cancellationToken);

    /// <summary>A worker holds a lease that has not run out.</summary>
    public bool IsLeased(TrainingHead head) => head.Worker is not null && head.LeaseUntil > time.GetUtcNow();

    /// <summary>
    /// Takes the slice, unless another worker holds it, it is done, or another is quicker. A lease of this worker's own is
    /// left from a delivery that broke off, since it takes one delivery at a time.
    /// </summary>
    public async Task<TrainingLease?> TryLeaseAsync(TrainSlice slice, CancellationToken cancellationToken)
    {
        if (await GetAsync(slice.TrainingId, cancellationToken) is not var (head, etag)
            || head.Slice != slice.Slice
            || (IsLeased(head) && head.Worker != Worker))
        {
            return null;
        }

        var lease = new TrainingLease(store, time, options.Value.Lease, head with { Worker = Worker }, etag);
        return await lease.TryRenewAsync(cancellationToken) ? lease : null;
    }
}
