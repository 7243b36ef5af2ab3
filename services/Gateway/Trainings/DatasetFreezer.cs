using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Trainings;

/// <summary>Freezes what the catalog knows now as the dataset of a training.</summary>
internal sealed class DatasetFreezer(
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter writer,
    CatalogSchema schema,
    IObjectStore store) : IDisposable
{
    // Two datasets at once could give one new group two folds.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Writes the dataset's object, then its folds into the catalog: a sweep makes up for the second.</summary>
    /// <exception cref="DatasetException">Nothing can be trained on these images; the message says what to do.</exception>
    public async Task<ObjectReference> FreezeAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        await schema.Complete.WaitAsync(cancellationToken);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (await FindFrozenAsync(request.TrainingId, cancellationToken) is { } frozen)
            {
                return Reference(frozen);
            }

            var dataset = await BuildAsync(request.Positive, cancellationToken);
            var key = Keys.Dataset(dataset.Id);
            await store.TryPutJsonAsync(Buckets.Models, key, dataset, cancellationToken);
            await writer.WriteAsync(
                async catalog =>
                {
                    await ImageProjection.ApplyAsync(catalog, dataset);
                    await TrainingProjection.FrozenAsync(catalog, request.TrainingId, dataset.Id);
                },
                cancellationToken);
            return Reference(dataset.Id);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Where a dataset lies. It is addressed by its content, so that no entity tag is needed.</summary>
    public static ObjectReference Reference(string datasetId) =>
        new() { Bucket = Buckets.Models, Key = Keys.Dataset(datasetId) };

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<string?> FindFrozenAsync(string trainingId, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        return (await catalog.Trainings.FindAsync([trainingId], cancellationToken))?.DatasetId;
    }

    private async Task<DatasetManifest> BuildAsync(string? positive, CancellationToken cancellationToken)
    {
        var recipe = CanonicalRecipe.Default.Id;
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = await DatasetCandidates.LoadAsync(catalog, recipe, cancellationToken);
        return DatasetBuilder.Build(candidates, recipe, positive);
    }
}
