using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Preprocessing;

/// <summary>
/// Prepares one image, or puts it into quarantine where it cannot be decoded, and says so. Idempotent: what was done
/// before is only said again, whatever the options say of views since.
/// </summary>
internal sealed partial class ImagePreparer(
    IObjectStore store,
    PreprocessingTelemetry telemetry,
    IOptions<PreprocessingOptions> options,
    TimeProvider time,
    ILogger<ImagePreparer> logger)
{
    private static readonly CanonicalRecipe Recipe = CanonicalRecipe.Default;

    private readonly ViewRecipe? _viewRecipe = options.Value.Views > 0 ? new ViewRecipe { Views = options.Value.Views } : null;

    /// <param name="drop">The image, by the drop that brought it.</param>
    /// <param name="bus">Where the outcome is published.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    public async Task PrepareAsync(DropRecord drop, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        using var span = PreprocessingTelemetry.StartImage();
        var start = time.GetTimestamp();
        var outcome = await TryPrepareAsync(drop, bus, cancellationToken);
        telemetry.RecordImage(span, outcome, time.GetElapsedTime(start));
    }

    private async Task<PreparationOutcome> TryPrepareAsync(DropRecord drop, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        if (await FindAsync(drop.ImageId, cancellationToken) is { } known)
        {
            await bus.Publish(known, cancellationToken);
            return PreparationOutcome.Known;
        }

        var original = await store.GetBytesAsync(Buckets.Images, Keys.Image(drop.ImageId), cancellationToken)
            ?? throw new FileNotFoundException(
                $"The image '{Buckets.Images}/{Keys.Image(drop.ImageId)}' of '{drop.Key}' is gone. Drop it again.");
        PreparedImage made;
        try
        {
            made = PreparedImage.Make(original, drop.ImageId, Recipe, _viewRecipe);
        }
        catch (BadImageException exception)
        {
            await bus.Publish(await QuarantineAsync(drop, original, exception, cancellationToken), cancellationToken);
            return PreparationOutcome.Quarantined;
        }

        await bus.Publish(await PutAsync(drop.ImageId, made, cancellationToken), cancellationToken);
        return PreparationOutcome.Prepared;
    }

    private async Task<ImagePrepared?> FindAsync(string imageId, CancellationToken cancellationToken) =>
        await store.HeadAsync(Buckets.Images, Keys.Prepared(Recipe.Id, imageId), cancellationToken) is { } canonical
            ? PreparedImage.Describe(canonical, imageId, Recipe.Id)
            : null;

    /// <summary>The canonical form comes last: where it lies, the rest does too.</summary>
    /// <returns>What lies there, be it that another was faster.</returns>
    private async Task<ImagePrepared> PutAsync(string imageId, PreparedImage made, CancellationToken cancellationToken)
    {
        var png = new PutOptions { ContentType = "image/png" };
        if (made.Views is { } views)
        {
            await store.TryPutAsync(
                Buckets.Images,
                Keys.ViewParameters(views.Recipe, imageId),
                views.Parameters,
                new PutOptions { ContentType = "application/json" },
                cancellationToken);
            await store.TryPutAsync(Buckets.Images, Keys.Views(views.Recipe, imageId), views.Sheet, png, cancellationToken);
        }

        var key = Keys.Prepared(Recipe.Id, imageId);
        var described = png with { Metadata = made.Metadata, OnlyIfAbsent = true };
        try
        {
            var canonical = await store.PutBytesAsync(Buckets.Images, key, made.Canonical, described, cancellationToken);
            return PreparedImage.Describe(canonical, imageId, Recipe.Id);
        }
        catch (PreconditionFailedException)
        {
            return await FindAsync(imageId, cancellationToken)
                ?? throw new InvalidOperationException($"'{Buckets.Images}/{key}' was there and vanished.");
        }
    }

    /// <summary>
    /// Every drop of an image lies in the quarantine by itself. The original stays where it is, since another drop of the
    /// same bytes may be under way.
    /// </summary>
    private async Task<ImageRejected> QuarantineAsync(
        DropRecord drop, byte[] original, BadImageException exception, CancellationToken cancellationToken)
    {
        var key = QuarantineRecord.KeyFor(drop.DropId, drop.Key);
        var record = new QuarantineRecord(
            drop.Key,
            JsonNamingPolicy.CamelCase.ConvertName($"{exception.Reason}"),
            $"'{drop.Key}': {exception.Message}",
            time.GetUtcNow(),
            drop.ImageId);
        await store.TryPutAsync(
            Buckets.Images, key, original, new PutOptions { Metadata = record.ToMetadata() }, cancellationToken);
        LogQuarantined(logger, record.Message, key);
        return new ImageRejected
        {
            DropKey = drop.Key,
            Quarantined = new ObjectReference { Bucket = Buckets.Images, Key = key },
            Reason = record.Reason,
            Message = record.Message,
            RejectedAt = record.RejectedAt,
            ImageId = drop.ImageId,
        };
    }

    [LoggerMessage(LogLevel.Warning, "{Message} It is kept as {Key}.")]
    private static partial void LogQuarantined(ILogger logger, string message, string key);
}
