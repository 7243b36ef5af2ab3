using System.Text.Json;
using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Http;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Live;

/// <summary>
/// What has become of a version's answers: how right they were where a label came since, how often it left an image to a
/// person, and whether its scores still look like those of its held-out images, and the images like its training images.
/// </summary>
internal sealed class LiveEvaluation(IObjectStore store, IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>Answers that are looked at, the newest first: some tens of megabytes.</summary>
    private const int MostAnswers = 20_000;

    private const int AskedAtOnce = 500;

    /// <returns>Null where there is no such version.</returns>
    public async Task<LiveFigures?> EvaluateAsync(int version, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (await catalog.Models.FindAsync([version], cancellationToken) is not { } model)
        {
            return null;
        }

        var manifest = ModelResource.ManifestOf(model);
        var answers = await AnswersAsync(catalog, version, since, cancellationToken);
        List<Classification> images = [.. answers.Take(MostAnswers).DistinctBy(answer => answer.ImageId)];
        var dataset = await store.GetJsonAsync<DatasetManifest>(
            Buckets.Models, Keys.Dataset(manifest.DatasetId), cancellationToken);
        var labelled = dataset is null ? [] : await LabelledAsync(catalog, manifest, dataset, images, cancellationToken);
        var missing = dataset is null
            ? $"'{Keys.Dataset(manifest.DatasetId)}' is gone, so that nobody knows which images the version was made from."
            : Missing(manifest, labelled);
        return new LiveFigures
        {
            Version = version,
            Since = since,
            Images = images.Count,
            IsCutOff = answers.Count > MostAnswers,
            Referred = images.Count == 0 ? null : ReferredShare.Of([.. images.Select(image => image.Reasons)]),
            Labelled = manifest.Classes.ToDictionary(name => name, name => labelled.Count(image => image.Label == name)),
            Figures = missing is null ? Evaluate(manifest, labelled) : null,
            NoFigures = missing,
            Scores = await ScoreDriftAsync(manifest, images, cancellationToken),
            Novelty = Drift.Between([.. images.Select(image => image.Novelty).OfType<double>()], [.. manifest.Novelty?.Quantiles ?? []]),
        };
    }

    private static async Task<List<Classification>> AnswersAsync(
        CatalogContext catalog, int version, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await catalog.Classifications.AsNoTracking()
            .Where(row => row.ModelVersion == version && row.ClassifiedAt >= since)
            .OrderByDescending(row => row.ClassifiedAt)
            .ThenBy(row => row.RequestId)
            .Take(MostAnswers + 1)
            .Select(row => row.Json)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(json => JsonSerializer.Deserialize<ImageClassified>(json, LesionJson.Options)!.Classification!)];
    }

    /// <summary>Images that have a label of the version's and that it was not made from.</summary>
    private static async Task<List<(string Label, Classification Answer)>> LabelledAsync(
        CatalogContext catalog,
        ModelManifest manifest,
        DatasetManifest dataset,
        IEnumerable<Classification> images,
        CancellationToken cancellationToken)
    {
        var known = dataset.Images.Select(image => image.ImageId).ToHashSet();
        var labelled = new List<(string, Classification)>();
        foreach (var part in images.Where(image => !known.Contains(image.ImageId)).Chunk(AskedAtOnce))
        {
            var ids = part.Select(image => image.ImageId).ToList();
            var labels = await catalog.Images.AsNoTracking()
                .Where(image => ids.Contains(image.Id) && image.LabelState == LabelState.Labelled)
                .ToDictionaryAsync(image => image.Id, image => image.Label!, cancellationToken);
            labelled.AddRange(part
                .Where(image => labels.TryGetValue(image.ImageId, out var label) && manifest.Classes.Contains(label))
                .Select(image => (labels[image.ImageId], image)));
        }

        return labelled;
    }

    private static string? Missing(ModelManifest manifest, List<(string Label, Classification Answer)> labelled)
    {
        var missing = manifest.Classes.Where(name => labelled.TrueForAll(image => image.Label != name)).ToList();
        return missing.Count == 0
            ? null
            : $"Of the images that it has classified, none has got the label {string.Join(" or ", missing.Select(name => $"'{name}'"))} since: "
                + "drop them with their label, or PUT /v1/images/{id}/label.";
    }

    private static ClassificationMetrics Evaluate(ModelManifest manifest, List<(string Label, Classification Answer)> labelled)
    {
        var classes = manifest.Classes.ToList();
        var predictions = new PredictionSet(
            classes,
            [.. labelled.Select(image => classes.IndexOf(image.Label))],
            [.. labelled.SelectMany(image => classes.Select(name => image.Answer.Probabilities[name]))],
            manifest.Positive);
        return ClassificationEvaluator.Evaluate(predictions, manifest.Threshold);
    }

    private async Task<Drift?> ScoreDriftAsync(
        ModelManifest manifest, List<Classification> images, CancellationToken cancellationToken)
    {
        var heldOut = await store.GetJsonAsync<HeldOutPredictions>(
            Buckets.Models, Keys.Predictions(manifest.Version), cancellationToken);
        var classes = manifest.Classes.ToList();
        return Drift.Between(
            [.. images.Select(image => Score([.. classes.Select(name => image.Probabilities[name])]))],
            [.. heldOut?.Images.Select(image => Score(image.Probabilities)) ?? []]);

        // Of the positive class; with more than two classes, of the most probable.
        double Score(double[] probabilities) =>
            classes is [_, _] && manifest.Positive is { } positive ? probabilities[classes.IndexOf(positive)] : probabilities.Max();
    }
}
