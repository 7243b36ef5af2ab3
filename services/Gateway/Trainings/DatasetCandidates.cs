using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Imaging;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Trainings;

/// <summary>All images that the catalog knows, as a dataset is made from them.</summary>
internal static class DatasetCandidates
{
    /// <param name="recipe">The recipe of canonical forms that a training is to see.</param>
    public static async Task<List<DatasetCandidate>> LoadAsync(
        CatalogContext catalog,
        string recipe,
        CancellationToken cancellationToken)
    {
        var images = await catalog.Images.AsNoTracking()
            .Where(image => image.IsIngested)
            .OrderBy(image => image.Id)
            .ToListAsync(cancellationToken);
        var drops = (await catalog.Drops.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(drop => drop.ImageId);
        var rows = (await catalog.SheetRows.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(row => row.FileName);
        var hashes = await catalog.Prepared.AsNoTracking()
            .Where(prepared => prepared.Recipe == recipe)
            .ToDictionaryAsync(prepared => prepared.ImageId, prepared => prepared.PerceptualHash, cancellationToken);
        return [.. images.Select(image => Candidate(image, [.. drops[image.Id]], rows, hashes.GetValueOrDefault(image.Id)))];
    }

    private static DatasetCandidate Candidate(
        ImageRow image,
        IReadOnlyList<DropRow> drops,
        ILookup<string, SheetRow> allRows,
        string? hash)
    {
        var rows = Labelling.RowsOf(drops, allRows).ToList();
        var splits = rows.Select(row => row.Split).OfType<Contracts.Split>().Distinct().ToList();
        return new DatasetCandidate
        {
            ImageId = image.Id,
            Label = image.Label,
            GroupKeys =
            [
                .. rows.SelectMany(row => GroupKeys.Of(row.PatientId, row.LesionId, row.Group))
                    .Concat(drops.SelectMany(drop => GroupKeys.Of(null, null, drop.Group)))
                    .Distinct(),
            ],
            Hash = hash is null ? null : PerceptualHash.Parse(hash),
            Split = splits.Count == 1 ? splits[0] : null,
            Fold = image.Fold,
            LeftOut = WhyNot(image, isPrepared: hash is not null, splits.Count),
        };
    }

    private static string? WhyNot(ImageRow image, bool isPrepared, int splits) => image switch
    {
        { LabelState: LabelState.Conflicted } => LeftOutReasons.Conflicted,
        { LabelState: LabelState.Unlabelled } => LeftOutReasons.Unlabelled,
        _ when !isPrepared => image.Rejected is null ? LeftOutReasons.NotPrepared : LeftOutReasons.Unreadable,
        _ when splits > 1 => LeftOutReasons.ConflictedSplit,
        _ => null,
    };
}
