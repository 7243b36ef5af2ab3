using System.Globalization;
using System.Text;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Artefact;
using Lesion.Storage;
using Lesion.Training.Slices;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Training.Publishing;

/// <summary>
/// Writes a trained model into the registry under a number of its own, the manifest last. Done again after a crash, it
/// goes on under the same number: a training publishes exactly one version.
/// </summary>
internal sealed partial class ModelPublisher(
    IObjectStore store,
    TrainingTelemetry telemetry,
    IOptions<TrainingOptions> options,
    TimeProvider time,
    ILogger<ModelPublisher> logger)
{
    /// <returns>The version; null where the lease is lost, so that it is another worker's to publish.</returns>
    public async Task<int?> PublishAsync(
        TrainingSession session, TrainingLease lease, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var trainingId = lease.Head.TrainingId;
        var version = await VersionAsync(trainingId, cancellationToken);
        var key = Keys.ModelManifest(version);
        if (await store.HeadAsync(Buckets.Models, key, cancellationToken) is null)
        {
            var model = (await session.BuildAsync(cancellationToken)).LicensedAs(options.Value.Licence);

            // Whoever fell silent while it built must not write over what another has published meanwhile.
            if (!await lease.TryRenewAsync(cancellationToken))
                return null;
            var folder = await ClaimFolderAsync(FolderSignature.Of(model.Manifest), cancellationToken);
            telemetry.RecordAuc(model.Manifest.HeldOut.Auc);
            await WriteAsync(model.As(folder, version, trainingId, time.GetUtcNow()), cancellationToken);
        }

        var manifest = new ObjectReference { Bucket = Buckets.Models, Key = key };
        await bus.Publish(new ModelPublished { Version = version, Manifest = manifest, TrainingId = trainingId }, cancellationToken);
        LogPublished(logger, trainingId, version);
        return version;
    }

    /// <summary>The training's number; claimed now where it has none. A claim that is not used leaves a gap.</summary>
    private async Task<int> VersionAsync(string trainingId, CancellationToken cancellationToken)
    {
        var key = Keys.TrainingVersion(trainingId);
        if (await store.GetJsonAsync<PublishedVersion>(Buckets.Models, key, cancellationToken) is { } known)
            return known.Version;
        var claimed = new PublishedVersion { Version = await ClaimAsync(trainingId, cancellationToken) };
        return await store.TryPutJsonAsync(Buckets.Models, key, claimed, cancellationToken)
            ? claimed.Version
            : (await store.GetJsonAsync<PublishedVersion>(Buckets.Models, key, cancellationToken) ?? claimed).Version;
    }

    private async Task<int> ClaimAsync(string trainingId, CancellationToken cancellationToken)
    {
        var claim = new ModelClaim { TrainingId = trainingId, ClaimedAt = time.GetUtcNow() };
        for (var version = await HighestAsync(cancellationToken) + 1; ; version++)
        {
            if (await store.TryPutJsonAsync(Buckets.Models, Keys.ModelClaim(version), claim, cancellationToken))
                return version;
        }
    }

    private async Task<int> HighestAsync(CancellationToken cancellationToken)
    {
        var highest = 0;
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.ModelRoot, cancellationToken: cancellationToken))
        {
            var folder = row.Key[Keys.ModelRoot.Length..].Split('/')[0];
            if (int.TryParse(folder, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                highest = Math.Max(highest, version);
        }

        return highest;
    }

    /// <summary>The folder of the model repository for versions with this signature; the next free one begins with the first of them.</summary>
    private async Task<string> ClaimFolderAsync(FolderSignature signature, CancellationToken cancellationToken)
    {
        var wanted = JsonSerializer.SerializeToUtf8Bytes(signature, LesionJson.Indented);
        for (var number = 1; ; number++)
        {
            var folder = number == 1 ? Keys.FirstFolder : $"{Keys.FirstFolder}-{number}";
            var key = Keys.FolderSignature(folder);
            if (await store.TryPutAsync(Buckets.Models, key, wanted, new PutOptions { ContentType = "application/json" }, cancellationToken))
                return folder;
            var taken = await store.GetJsonAsync<FolderSignature>(Buckets.Models, key, cancellationToken);
            if (taken is not null && JsonSerializer.SerializeToUtf8Bytes(taken, LesionJson.Indented).AsSpan().SequenceEqual(wanted))
                return folder;
        }
    }

    private async Task WriteAsync(TrainedModel model, CancellationToken cancellationToken)
    {
        var version = model.Manifest.Version;
        foreach (var golden in model.Golden)
            await PutAsync(Keys.Model(version, golden.File), golden.Png, "image/png");
        await PutAsync(Keys.ModelFile(model.Manifest.Name, version), model.Onnx, "application/octet-stream");
        await store.PutJsonAsync(Buckets.Models, Keys.Predictions(version), model.Predictions, null, cancellationToken);
        await store.PutJsonAsync(Buckets.Models, Keys.Model(version, "parity.json"), model.Manifest.Parity, null, cancellationToken);
        await PutAsync(Keys.Model(version, "report.json"), model.ReportJson(), "application/json");
        await PutAsync(Keys.Report(version), Encoding.UTF8.GetBytes(model.ReportHtml()), "text/html; charset=utf-8");
        await PutAsync(Keys.Card(version), Encoding.UTF8.GetBytes(model.CardHtml()), "text/html; charset=utf-8");
        await store.TryPutJsonAsync(
            Buckets.Models, Keys.ModelManifest(version), model.Manifest, new PutOptions().WithTrace(), cancellationToken);

        Task PutAsync(string key, byte[] bytes, string type) =>
            store.PutBytesAsync(Buckets.Models, key, bytes, new PutOptions { ContentType = type }, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Training {TrainingId} published version {Version}.")]
    private static partial void LogPublished(ILogger logger, string trainingId, int version);
}
