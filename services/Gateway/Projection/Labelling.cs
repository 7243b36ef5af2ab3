using Lesion.Gateway.Catalog;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Projection;

/// <summary>Works out anew which label of some images counts, from all that the catalog knows of them.</summary>
internal static class Labelling
{
    public static async Task RelabelAsync(CatalogContext catalog, IReadOnlyCollection<string> imageIds)
    {
        var images = await catalog.Images.Where(image => imageIds.Contains(image.Id)).ToListAsync();
        var drops = (await catalog.Drops.Where(drop => imageIds.Contains(drop.ImageId)).AsNoTracking().ToListAsync())
            .ToLookup(drop => drop.ImageId);
        var people = await catalog.PersonLabels.Where(label => imageIds.Contains(label.ImageId))
            .ToDictionaryAsync(label => label.ImageId);
        var names = drops.SelectMany(image => image.Select(drop => drop.FileName)).Distinct().ToList();
        var rows = (await catalog.SheetRows.Where(row => names.Contains(row.FileName)).AsNoTracking().ToListAsync())
            .ToLookup(row => row.FileName);
        foreach (var image in images)
        {
            var own = drops[image.Id].ToList();
            var label = LabelRules.Resolve(
                people.GetValueOrDefault(image.Id),
                RowsOf(own, rows).Select(row => row.Label),
                own.Select(drop => drop.Label));
            (image.Label, image.LabelSource, image.LabelState) = (label.Label, label.Source, label.State);
        }
    }

    /// <summary>The rows of label sheets that speak of any of an image's drops.</summary>
    /// <param name="rows">By file name.</param>
    public static IEnumerable<SheetRow> RowsOf(IEnumerable<DropRow> drops, ILookup<string, SheetRow> rows) =>
        drops.SelectMany(drop => rows[drop.FileName].Where(row => LabelRules.SpeaksOf(row.Path, drop.Key))).Distinct();
}
