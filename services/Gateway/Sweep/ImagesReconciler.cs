using System.Globalization;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Sweep;

/// <summary>Learns from the bucket of images what no event has told the catalog.</summary>
internal sealed partial class ImagesReconciler(
    StoreReader reader,
    IObjectStore store,
    CatalogWriter catalog,
    ILogger<ImagesReconciler> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Sheets first, so that an image is labelled once, when its drop is learnt.
        await ReadAsync(Keys.LabelSheets, folders: 2, UnknownSheets, LearnSheetAsync, cancellationToken);
        await ReadAsync(Keys.Images, folders: 1, UnknownImages, LearnImageAsync, cancellationToken);
        await ReadAsync(Keys.Drops, folders: 2, UnknownDrops, LearnDropAsync, cancellationToken);
        await ReadAsync(Keys.PreparedRoot, folders: 2, UnknownPrepared, LearnPreparedAsync, cancellationToken);
        await ReadAsync(Keys.Labels, folders: 1, UnknownLabels, LearnLabelAsync, cancellationToken);
        await ReadAsync(Keys.Quarantine, folders: 2, UnknownRejections, LearnRejectionAsync, cancellationToken);
    }

    private Task ReadAsync(
        string prefix,
        int folders,
        Func<CatalogContext, ObjectListing[], Task<IEnumerable<ObjectListing>>> unknown,
        Func<ObjectListing, CancellationToken, ValueTask> learn,
        CancellationToken cancellationToken) =>
        reader.ReadUnknownAsync(
            Buckets.Images,
            prefix,
            key => key.AsSpan().Count('/') == folders,
            unknown,
            learn,
            cancellationToken);

    private static async Task<IEnumerable<ObjectListing>> UnknownImages(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => Name(row.Key)).ToList();
        var known = await catalog.Images.Where(image => ids.Contains(image.Id) && image.IsIngested)
            .Select(image => image.Id)
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(Name(row.Key)));
    }

    private async ValueTask LearnImageAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(Buckets.Images, row.Key, cancellationToken) is not { } info)
        {
            return;
        }

        await catalog.WriteAsync(
            async rows =>
            {
                var image = await ImageProjection.IngestedAsync(rows, Name(row.Key));
                image.Format = info.Metadata.GetValueOrDefault(ObjectMetadata.Format);
                image.Width = Number(info, ObjectMetadata.Width);
                image.Height = Number(info, ObjectMetadata.Height);
                image.Bytes = info.Size;
            },
            cancellationToken);
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownDrops(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => Name(row.Key)).ToList();
        var known = await catalog.Drops.Where(drop => ids.Contains(drop.DropId))
            .Select(drop => drop.DropId)
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(Name(row.Key)));
    }

    private async ValueTask LearnDropAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.GetJsonAsync<DropRecord>(Buckets.Images, row.Key, cancellationToken) is { } drop)
        {
            await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, drop), cancellationToken);
        }
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownPrepared(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => Name(row.Key)).ToList();
        var known = (await catalog.Prepared.Where(prepared => ids.Contains(prepared.ImageId))
            .Select(prepared => new { prepared.Recipe, prepared.ImageId })
            .ToListAsync())
            .Select(prepared => Keys.Prepared(prepared.Recipe, prepared.ImageId))
            .ToHashSet(StringComparer.Ordinal);
        return page.Where(row => !known.Contains(row.Key));
    }

    private async ValueTask LearnPreparedAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(Buckets.Images, row.Key, cancellationToken) is not { } info)
        {
            return;
        }

        if (!info.Metadata.TryGetValue(ObjectMetadata.PerceptualHash, out var hash))
        {
            LogNoMetadata(logger, row.Key);
            return;
        }

        var prepared = new PreparedRow
        {
            ImageId = Name(row.Key),
            Recipe = row.Key[Keys.PreparedRoot.Length..row.Key.LastIndexOf('/')],
            Width = Number(info, ObjectMetadata.Width) ?? 0,
            Height = Number(info, ObjectMetadata.Height) ?? 0,
            ViewRecipe = info.Metadata.GetValueOrDefault(ObjectMetadata.ViewRecipe),
            PerceptualHash = hash,
            Sharpness = Figure(info, ObjectMetadata.Sharpness),
            Exposure = Figure(info, ObjectMetadata.Exposure),
        };
        await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, prepared), cancellationToken);
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownLabels(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => Name(row.Key)).ToList();
        var known = await catalog.PersonLabels.Where(label => ids.Contains(label.ImageId))
            .ToDictionaryAsync(label => label.ImageId, label => label.ETag);
        return page.Where(row => known.GetValueOrDefault(Name(row.Key)) != row.ETag);
    }

    private async ValueTask LearnLabelAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.GetJsonWithETagAsync<LabelRecord>(Buckets.Images, row.Key, cancellationToken) is { } label)
        {
            await catalog.WriteAsync(
                rows => ImageProjection.ApplyAsync(rows, label.Value, label.ETag),
                cancellationToken);
        }
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownSheets(CatalogContext catalog, ObjectListing[] page)
    {
        var ids = page.Select(row => Name(row.Key)).ToList();
        var known = await catalog.SheetRows.Where(sheet => ids.Contains(sheet.SheetId))
            .Select(sheet => sheet.SheetId)
            .Distinct()
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(Name(row.Key)));
    }

    private async ValueTask LearnSheetAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.GetJsonAsync<LabelSheet>(Buckets.Images, row.Key, cancellationToken) is { } sheet)
        {
            await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, sheet), cancellationToken);
        }
    }

    private static async Task<IEnumerable<ObjectListing>> UnknownRejections(CatalogContext catalog, ObjectListing[] page)
    {
        var keys = page.Select(row => row.Key).ToList();
        var known = await catalog.Rejections.Where(rejection => keys.Contains(rejection.Key))
            .Select(rejection => rejection.Key)
            .ToHashSetAsync();
        return page.Where(row => !known.Contains(row.Key));
    }

    private async ValueTask LearnRejectionAsync(ObjectListing row, CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(Buckets.Images, row.Key, cancellationToken) is not { } info)
        {
            return;
        }

        if (QuarantineRecord.FromMetadata(info.Metadata) is not { } record)
        {
            LogNoReason(logger, row.Key);
            return;
        }

        var rejected = new ImageRejected
        {
            DropKey = record.DropKey,
            Quarantined = new ObjectReference { Bucket = Buckets.Images, Key = row.Key },
            Reason = record.Reason,
            Message = record.Message,
            RejectedAt = record.RejectedAt,
            ImageId = record.ImageId,
        };
        await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, rejected), cancellationToken);
    }

    /// <summary>The last segment of a key without <c>.json</c> or <c>.png</c>: an id.</summary>
    private static string Name(string key) => Path.GetFileNameWithoutExtension(key);

    private static int? Number(ObjectInfo info, string name) =>
        int.TryParse(info.Metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static double Figure(ObjectInfo info, string name) =>
        double.TryParse(info.Metadata.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : 0;

    [LoggerMessage(LogLevel.Warning, "'{Key}' has no perceptual hash in its metadata and is left aside; preparing the image again mends it.")]
    private static partial void LogNoMetadata(ILogger logger, string key);

    [LoggerMessage(LogLevel.Warning, "'{Key}' lies in the quarantine without a reason in its metadata and is left aside.")]
    private static partial void LogNoReason(ILogger logger, string key);
}
