using Lesion.Learning.Training.State;
using Lesion.Storage;

namespace Lesion.Training.Slices;

internal sealed class StoredTrainingBlobs(IObjectStore store, string trainingId) : ITrainingBlobs
{
    public Task PutAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        store.PutBytesAsync(Buckets.Models, Keys.TrainingBlob(trainingId, name), content, cancellationToken: cancellationToken);

    public async Task<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        var key = Keys.TrainingBlob(trainingId, name);
        return await store.GetBytesAsync(Buckets.Models, key, cancellationToken)
            ?? throw new FileNotFoundException($"'{key}' is not in the object store, though the training's state refers to it. Train again.");
    }
}
