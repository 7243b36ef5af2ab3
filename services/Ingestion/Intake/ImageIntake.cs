using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion.Intake;

/// <summary>Takes in one image: identity is the SHA-256 of the bytes, every drop of it is recorded.</summary>
internal sealed class ImageIntake(IObjectStore store, IOptions<IngestionOptions> options)
{
    /// <exception cref="RefusedDropException">The file is not accepted.</exception>
    public async Task<DropOutcome> TakeInAsync(Drop drop, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var label = DropKey.Label(drop.Key);
        var bytes = await drop.ReadAsync(options.Value.MaxBytes, cancellationToken);
        var header = Inspect(drop.Key, bytes);
        var record = Record(drop, Convert.ToHexStringLower(SHA256.HashData(bytes)), label);
        var ingested = new ImageIngested
        {
            ImageId = record.ImageId,
            Image = new ObjectReference { Bucket = Buckets.Images, Key = Keys.Image(record.ImageId) },
            Format = header.Format.ToString().ToLowerInvariant(),
            Width = header.Width,
            Height = header.Height,
            Bytes = bytes.Length,
            Drop = record,
        };

        var isNew = await store.TryPutAsync(Buckets.Images, ingested.Image.Key, bytes, Describe(ingested), cancellationToken);
        await store.TryPutJsonAsync(
            Buckets.Images, Keys.Drop(record.ImageId, record.DropId), record, new PutOptions().WithTrace(), cancellationToken);
        await bus.Publish(ingested, cancellationToken);
        return isNew ? DropOutcome.Ingested : DropOutcome.Known;
    }

    private static ImageHeader Inspect(string key, byte[] bytes)
    {
        try
        {
            return ImageInspector.Inspect(bytes);
        }
        catch (BadImageException exception)
        {
            var sheet = key.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                ? $" If it is a sheet of labels, name it '{Keys.LabelSheetName}'."
                : "";
            throw new RefusedDropException(
                JsonNamingPolicy.CamelCase.ConvertName($"{exception.Reason}"), $"'{key}': {exception.Message}{sheet}");
        }
    }

    private static DropRecord Record(Drop drop, string imageId, string? label) => new()
    {
        DropId = drop.Id,
        ImageId = imageId,
        Key = drop.Key,
        VersionId = drop.VersionId,
        DroppedAt = drop.Info.LastModified,
        Label = label,
        Group = drop.Info.Metadata.TryGetValue(ObjectMetadata.Group, out var group)
            ? Uri.UnescapeDataString(group)
            : null,
    };

    private static PutOptions Describe(ImageIngested image) => new()
    {
        ContentType = $"image/{image.Format}",
        Metadata = new Dictionary<string, string>
        {
            [ObjectMetadata.Format] = image.Format,
            [ObjectMetadata.Width] = $"{image.Width}",
            [ObjectMetadata.Height] = $"{image.Height}",
        },
    };
}
