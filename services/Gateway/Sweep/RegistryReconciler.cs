using System.Globalization;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Sweep;

/// <summary>Learns from the bucket of models what no event has told the catalog.</summary>
internal sealed class RegistryReconciler(
    StoreReader reader,
    IObjectStore store,
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter catalog)
{
    private const string Request = "/request.json";
    private const string Head = "/head.json";
    private const string Outcome = "/outcome.json";
    private const string Manifest = "/manifest.json";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await LearnDatasetsAsync(cancellationToken);
        await ReadAsync(Keys.Trainings, IsOfTraining, UnknownTrainings, LearnTrainingAsync, cancellationToken);
        await ReadAsync(Keys.ModelRoot, IsManifest, UnknownModels, LearnModelAsync, cancellationToken);
        await ReadAsync(Keys.History, _ => true, UnknownDecisions, LearnDecisionAsync, cancellationToken);
        await LearnClassificationsAsync(cancellationToken);
    }

    private Task ReadAsync(
        string prefix,
        Func<string, bool> concerns,
        Func<CatalogContext, ObjectListing[], Task<IEnumerable<ObjectListing>>> unknown,
        Func<ObjectListing, CancellationToken, ValueTask> learn,
        CancellationToken cancellationToken,
        string? startAfter = null) =>
        reader.ReadUnknownAsync(Buckets.Models, prefix, concerns, unknown, learn, cancellationToken, startAfter);

    /// <summary>The oldest first, one after the other, as an image keeps the first fold that it was given.</summary>
    private async Task LearnDatasetsAsync(CancellationToken cancellationToken)
    {
        await using var rows = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await rows.Datasets.Select(dataset => dataset.Id).ToHashSetAsync(cancellationToken);
        var news = await store.ListAsync(Buckets.Models, Keys.Datasets, cancellationToken: cancellationToken)
            .Where(row => !known.Contains(Path.GetFileNameWithoutExtension(row.Key)))
            .OrderBy(row => row.LastModified)
            .ThenBy(row => row.Key, StringComparer.Ordinal)
            .ToListAsync(cancellationToken);
        foreach (var row in news)
        {
            await reader.TryAsync(row, LearnDatasetAsync, cancellationToken);
        }
    }

    private async ValueTask LearnDatasetAsync(ObjectListing row, CancellationToken cancellationToken) =>
        await LearnAsync<DatasetManifest>(row.Key, ImageProjection.ApplyAsync, cancellationToken);

    private static bool IsOfTraining(string key) =>
        key.AsSpan().Count('/') == 2
        && (key.EndsWith(Request, StringComparison.Ordinal)
            || key.EndsWith(Head, StringComparison.Ordinal)
            || key.EndsWith(Outcome, StringComparison.Ordinal));

    private static async Task<IEnumerable<ObjectListing>> UnknownTrainings(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => TrainingId(row.Key)).Distinct().ToList();
        var known = await catalog.Trainings.AsNoTracking()
            .Where(training => ids.Contains(training.Id))
            .ToDictionaryAsync(training => training.Id);
        return page.Where(row => !Knows(known.GetValueOrDefault(TrainingId(row.Key)), row.Key));
    }

    private static bool Knows(TrainingRow? training, string key) => training is not null
        && (key.EndsWith(Request, StringComparison.Ordinal) ? training.Preset is not null
            : key.EndsWith(Head, StringComparison.Ordinal)
                ? training is { DatasetId: not null, Status: not TrainingStatus.Requested }
                : training.EndedAt is not null);

    private async ValueTask LearnTrainingAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (row.Key.EndsWith(Request, StringComparison.Ordinal))
        {
            await LearnAsync<TrainingRequest>(row.Key, TrainingProjection.ApplyAsync, cancellationToken);
        }
        else if (row.Key.EndsWith(Head, StringComparison.Ordinal))
        {
            await LearnAsync<TrainingHead>(row.Key, TrainingProjection.ApplyAsync, cancellationToken);
        }
        else
        {
            await LearnAsync<TrainingOutcome>(row.Key, TrainingProjection.ApplyAsync, cancellationToken);
        }
    }

    private static bool IsManifest(string key) =>
        key.AsSpan().Count('/') == 3 && key.EndsWith(Manifest, StringComparison.Ordinal) && VersionOf(key) is not null;

    private static async Task<IEnumerable<ObjectListing>> UnknownModels(CatalogContext catalog, ObjectListing[] page)
    {
        var known = await catalog.Models.Select(model => model.Version).ToHashSetAsync();
        return page.Where(row => !known.Contains(VersionOf(row.Key)!.Value));
    }

    private async ValueTask LearnModelAsync(ObjectListing row, CancellationToken cancellationToken) =>
        await LearnAsync<ModelManifest>(row.Key, ModelProjection.ApplyAsync, cancellationToken);

    private static async Task<IEnumerable<ObjectListing>> UnknownDecisions(CatalogContext catalog, ObjectListing[] page)
    {
        var keys = page.Select(row => row.Key).ToList();
        var known = await catalog.Promotions.Where(promotion => keys.Contains(promotion.Key))
            .Select(promotion => promotion.Key)
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(row.Key));
    }

    private async ValueTask LearnDecisionAsync(ObjectListing row, CancellationToken cancellationToken) =>
        await LearnAsync<Promotion>(
            row.Key,
            (rows, promotion) => ModelProjection.ApplyAsync(rows, row.Key, promotion),
            cancellationToken);

    /// <summary>From the day before the last that is known: answers lie by day, and old days do not change.</summary>
    private async Task LearnClassificationsAsync(CancellationToken cancellationToken)
    {
        await using var rows = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await rows.Classifications.MaxAsync(
            classification => (DateTimeOffset?)classification.ClassifiedAt,
            cancellationToken);
        await ReadAsync(
            Keys.Classifications,
            _ => true,
            UnknownClassifications,
            LearnClassificationAsync,
            cancellationToken,
            last is { } time ? $"{Keys.Classifications}{time.UtcDateTime.AddDays(-1):yyyy-MM-dd}" : null);
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownClassifications(
        CatalogContext catalog,
        ObjectListing[] page)
    {
        var ids = page.Select(row => Path.GetFileNameWithoutExtension(row.Key)).ToList();
        var known = await catalog.Classifications.Where(classification => ids.Contains(classification.RequestId))
            .Select(classification => classification.RequestId)
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(Path.GetFileNameWithoutExtension(row.Key)));
    }

    private async ValueTask LearnClassificationAsync(ObjectListing row, CancellationToken cancellationToken) =>
        await LearnAsync<ImageClassified>(row.Key, ClassificationProjection.ApplyAsync, cancellationToken);

    private async Task LearnAsync<T>(
        string key,
        Func<CatalogContext, T, Task> apply,
        CancellationToken cancellationToken)
        where T : class
    {
        if (await store.GetJsonAsync<T>(Buckets.Models, key, cancellationToken) is { } value)
        {
            await catalog.WriteAsync(rows => apply(rows, value), cancellationToken);
        }
    }

    private static string TrainingId(string key) => key[Keys.Trainings.Length..key.LastIndexOf('/')];

    private static int? VersionOf(string key)
    {
        var folder = key[Keys.ModelRoot.Length..key.LastIndexOf('/')];
        return int.TryParse(folder, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
