using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Trainings;

/// <summary>
/// Freezes what the catalog knows now as the dataset of a training. Two datasets at once could give one new group two folds,
/// so that one is only frozen if no other was since the catalog was read for it, in whatever gateway.
/// </summary>
internal sealed class DatasetFreezer(
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter writer,
    CatalogSchema schema,
    IObjectStore store) : IDisposable
{
    // Of two in one process, one would be made in vain.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Writes the dataset's object, then its folds into the catalog: a sweep makes up for the second.</summary>
    /// <exception cref="DatasetException">Nothing can be trained on these images; the message says what to do.</exception>
    /// <exception cref="CatalogUnavailableException">The catalog is away, or is being rebuilt.</exception>
    public async Task<ObjectReference> FreezeAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        await schema.Complete.WaitAsync(cancellationToken);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (await FindFrozenAsync(request.TrainingId, cancellationToken) is { } frozen)
                {
                    return Reference(frozen);
                }

                var (dataset, before) = await BuildAsync(request.Positive, cancellationToken);
                if (await TryRecordAsync(request.TrainingId, dataset, before, cancellationToken))
                {
                    return Reference(dataset.Id);
                }
            }
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

    /// <summary>A dataset, and the state of the catalog before it was read for it.</summary>
    private async Task<(DatasetManifest Dataset, FrozenSoFar Before)> BuildAsync(
        string? positive,
        CancellationToken cancellationToken)
    {
        var recipe = CanonicalRecipe.Default.Id;
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var before = await FrozenSoFar.ReadAsync(catalog, cancellationToken);
        var candidates = await DatasetCandidates.LoadAsync(catalog, recipe, cancellationToken);
        return (DatasetBuilder.Build(candidates, recipe, positive), before);
    }

    /// <summary>False where another dataset was frozen meanwhile, or the training's own by another gateway.</summary>
    private async Task<bool> TryRecordAsync(
        string trainingId,
        DatasetManifest dataset,
        FrozenSoFar before,
        CancellationToken cancellationToken)
    {
        var recorded = false;
        await writer.WriteAsync(
            async catalog =>
            {
                recorded = before == await FrozenSoFar.ReadAsync(catalog, cancellationToken)
                    && (await catalog.Trainings.FindAsync([trainingId], cancellationToken))?.DatasetId is null;
                if (recorded)
                {
                    await store.TryPutJsonAsync(Buckets.Models, Keys.Dataset(dataset.Id), dataset, cancellationToken);
                    await ImageProjection.ApplyAsync(catalog, dataset);
                    await TrainingProjection.FrozenAsync(catalog, trainingId, dataset.Id);
                }
            },
            cancellationToken);
        return recorded;
    }
}
