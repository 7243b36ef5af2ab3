using System.Text.Json;
using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Tests.Support;

/// <summary>All rows of a catalog as text, by which two catalogs are compared.</summary>
internal static class CatalogImage
{
    public static async Task<string> TakeAsync(CatalogContext catalog)
    {
        var tables = new Dictionary<string, IEnumerable<object>>
        {
            ["images"] = await catalog.Images.AsNoTracking().ToListAsync(),
            ["drops"] = await catalog.Drops.AsNoTracking().ToListAsync(),
            ["sheetRows"] = await catalog.SheetRows.AsNoTracking().ToListAsync(),

            // The tag says where a label was read, not what it is.
            ["personLabels"] = await catalog.PersonLabels.Select(row => new { row.ImageId, row.Label, row.LabelledAt }).ToListAsync(),
            ["prepared"] = await catalog.Prepared.AsNoTracking().ToListAsync(),

            // The store knows when a file was moved, the message when that was decided.
            ["rejections"] = await catalog.Rejections.Select(row => new { row.Key, row.DropKey, row.Reason, row.Message, row.ImageId }).ToListAsync(),
            ["datasets"] = await catalog.Datasets.AsNoTracking().ToListAsync(),
            ["trainings"] = await catalog.Trainings.AsNoTracking().ToListAsync(),
            ["models"] = await catalog.Models.AsNoTracking().ToListAsync(),
            ["promotions"] = await catalog.Promotions.AsNoTracking().ToListAsync(),
            ["classifications"] = await catalog.Classifications.AsNoTracking().ToListAsync(),
        };
        return string.Join('\n', tables.SelectMany(table => table.Value
            .Select(row => $"{table.Key} {JsonSerializer.Serialize(row, LesionJson.Options)}")
            .Order(StringComparer.Ordinal)));
    }
}
