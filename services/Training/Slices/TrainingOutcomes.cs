using Lesion.Contracts;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Training.Slices;

/// <summary>Ends trainings: once, whoever is first, and clears away what only a running one needs.</summary>
internal sealed class TrainingOutcomes(IObjectStore store, TimeProvider time)
{
    public async Task<bool> ExistsAsync(string trainingId, CancellationToken cancellationToken) =>
        await store.HeadAsync(Buckets.Models, Keys.TrainingOutcome(trainingId), cancellationToken) is not null;

    public async Task<bool> IsCancelledAsync(string trainingId, CancellationToken cancellationToken) =>
        await store.HeadAsync(Buckets.Models, Keys.TrainingCancel(trainingId), cancellationToken) is not null;

    public async Task EndAsync(
        string trainingId, TrainingStatus status, int? version, string message, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var outcome = new TrainingOutcome
        {
            TrainingId = trainingId,
            Status = status,
            EndedAt = time.GetUtcNow(),
            Version = version,
            Message = message,
        };
        var key = Keys.TrainingOutcome(trainingId);
        if (!await store.TryPutJsonAsync(Buckets.Models, key, outcome, cancellationToken))
            outcome = await store.GetJsonAsync<TrainingOutcome>(Buckets.Models, key, cancellationToken) ?? outcome;
        await bus.Publish(new TrainingEnded { Outcome = outcome }, cancellationToken);
        await ClearAsync(trainingId, cancellationToken);
    }

    /// <summary>The key is of state or blobs, which nobody needs once the training has ended.</summary>
    public static bool IsOfRunning(string trainingId, string key) =>
        Prefixes(trainingId).Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    public async Task ClearAsync(string trainingId, CancellationToken cancellationToken)
    {
        foreach (var prefix in Prefixes(trainingId))
        {
            await foreach (var row in store.ListAsync(Buckets.Models, prefix, cancellationToken: cancellationToken))
                await store.DeleteAsync(Buckets.Models, row.Key, cancellationToken);
        }
    }

    private static string[] Prefixes(string trainingId) => [Keys.TrainingStates(trainingId), Keys.TrainingBlob(trainingId, "")];
}
