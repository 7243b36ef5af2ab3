using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage.Labels;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Projection;

/// <summary>What events say of images. Every event may come twice, and before any other.</summary>
internal static class ImageProjection
{
    private const int RelabelledAtOnce = 500;

    public static async Task ApplyAsync(CatalogContext catalog, ImageIngested ingested)
    {
        var image = await IngestedAsync(catalog, ingested.ImageId);
        (image.Format, image.Width, image.Height) = (ingested.Format, ingested.Width, ingested.Height);
        image.Bytes = ingested.Bytes;
        await ApplyAsync(catalog, ingested.Drop);
    }

    /// <summary>The row of an image whose bytes are stored.</summary>
    public static async Task<ImageRow> IngestedAsync(CatalogContext catalog, string imageId)
    {
        var image = await ImageAsync(catalog, imageId);
        image.IsIngested = true;
        return image;
    }

    public static async Task ApplyAsync(CatalogContext catalog, DropRecord drop)
    {
        if (await catalog.Drops.FindAsync(drop.DropId) is not null)
        {
            return;
        }

        var image = await ImageAsync(catalog, drop.ImageId);
        catalog.Drops.Add(new DropRow
        {
            DropId = drop.DropId,
            ImageId = drop.ImageId,
            Key = drop.Key,
            FileName = LabelSheetPaths.FileName(drop.Key),
            VersionId = drop.VersionId,
            DroppedAt = drop.DroppedAt,
            Label = drop.Label,
            Group = drop.Group,
        });
        if (drop.DroppedAt < image.FirstDroppedAt)
        {
            image.FirstDroppedAt = drop.DroppedAt;
        }

        await RelabelAsync(catalog, [drop.ImageId]);
    }

    public static async Task ApplyAsync(CatalogContext catalog, PreparedRow prepared)
    {
        await ImageAsync(catalog, prepared.ImageId);
        if (await catalog.Prepared.FindAsync(prepared.ImageId, prepared.Recipe) is { } known)
        {
            catalog.Entry(known).CurrentValues.SetValues(prepared);
        }
        else
        {
            catalog.Prepared.Add(prepared);
        }
    }

    public static Task ApplyAsync(CatalogContext catalog, ImagePrepared prepared) =>
        ApplyAsync(catalog, new PreparedRow
        {
            ImageId = prepared.ImageId,
            Recipe = prepared.Recipe,
            Width = prepared.Width,
            Height = prepared.Height,
            ViewRecipe = prepared.ViewRecipe,
            PerceptualHash = prepared.PerceptualHash,
            Sharpness = prepared.Sharpness,
            Exposure = prepared.Exposure,
        });

    public static async Task ApplyAsync(CatalogContext catalog, ImageRejected rejected)
    {
        if (rejected.ImageId is { } imageId)
        {
            (await ImageAsync(catalog, imageId)).Rejected = rejected.Reason;
        }

        if (await catalog.Rejections.FindAsync(rejected.Quarantined.Key) is null)
        {
            catalog.Rejections.Add(new RejectionRow
            {
                Key = rejected.Quarantined.Key,
                DropKey = rejected.DropKey,
                Reason = rejected.Reason,
                Message = rejected.Message,
                RejectedAt = rejected.RejectedAt,
                ImageId = rejected.ImageId,
            });
        }
    }

    /// <param name="etag">Of the label's object, where it is known; an event that says the label again does not know it.</param>
    public static async Task ApplyAsync(CatalogContext catalog, LabelRecord label, string? etag = null)
    {
        await ImageAsync(catalog, label.ImageId);
        var known = await catalog.PersonLabels.FindAsync(label.ImageId);
        if (known is null)
        {
            catalog.PersonLabels.Add(known = new PersonLabelRow { ImageId = label.ImageId });
        }

        if (label.LabelledAt >= known.LabelledAt)
        {
            known.ETag = etag ?? (label.LabelledAt == known.LabelledAt ? known.ETag : null);
            (known.Label, known.LabelledAt) = (label.Label, label.LabelledAt);
            await RelabelAsync(catalog, [label.ImageId]);
        }
    }

    public static async Task ApplyAsync(CatalogContext catalog, LabelSheet sheet)
    {
        if (await catalog.SheetRows.AnyAsync(row => row.SheetId == sheet.SheetId))
        {
            return;
        }

        var rows = sheet.Rows.Select((row, place) => new SheetRow
        {
            SheetId = sheet.SheetId,
            Place = place,
            Path = row.FileName,
            FileName = LabelSheetPaths.FileName(row.FileName),
            Label = row.Label,
            Group = row.Group,
            PatientId = row.PatientId,
            LesionId = row.LesionId,
            Split = row.Split,
        }).ToList();
        catalog.SheetRows.AddRange(rows);
        foreach (var names in rows.Select(row => row.FileName).Distinct().Chunk(RelabelledAtOnce))
        {
            var imageIds = await catalog.Drops.Where(drop => names.Contains(drop.FileName))
                .Select(drop => drop.ImageId)
                .Distinct()
                .ToListAsync();
            await RelabelAsync(catalog, imageIds);
        }
    }

    /// <summary>The folds of a frozen dataset; an image keeps the first that it was given.</summary>
    public static async Task ApplyAsync(CatalogContext catalog, DatasetManifest dataset)
    {
        if (await catalog.Datasets.FindAsync(dataset.Id) is not null)
        {
            return;
        }

        catalog.Datasets.Add(new DatasetRow { Id = dataset.Id });
        foreach (var part in dataset.Images.Chunk(RelabelledAtOnce))
        {
            var ids = part.Select(image => image.ImageId).ToList();
            var known = await catalog.Images.Where(image => ids.Contains(image.Id)).ToDictionaryAsync(image => image.Id);
            foreach (var image in part)
            {
                if (!known.TryGetValue(image.ImageId, out var row))
                {
                    catalog.Images.Add(row = new ImageRow { Id = image.ImageId });
                }

                row.Fold ??= image.Fold;
            }
        }
    }

    /// <summary>The row of an image, made where there is none yet.</summary>
    private static async Task<ImageRow> ImageAsync(CatalogContext catalog, string imageId)
    {
        var image = await catalog.Images.FindAsync(imageId);
        if (image is null)
        {
            catalog.Images.Add(image = new ImageRow { Id = imageId });
        }

        return image;
    }

    /// <summary>Saves first, because the labels are worked out by queries.</summary>
    private static async Task RelabelAsync(CatalogContext catalog, IReadOnlyCollection<string> imageIds)
    {
        await catalog.SaveChangesAsync();
        await Labelling.RelabelAsync(catalog, imageIds);
    }
}
