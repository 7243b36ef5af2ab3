using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Lesion.Contracts;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>
/// Shows the challenger a share of the images too, after they were answered, so that nobody waits for it; then both answers
/// are recorded and made known. It is a sample: what comes faster than the challenger answers is left out.
/// </summary>
internal sealed partial class Shadowing(
    ServingModels models,
    Classifier classifier,
    ClassificationRecorder recorder,
    Announcer announcer,
    InferenceMetrics metrics,
    IOptions<InferenceOptions> options,
    ILogger<Shadowing> logger) : BackgroundService
{
    /// <summary>Images that wait in memory.</summary>
    private const int Waiting = 16;

    private const int SampledDigits = 8;

    private readonly Channel<(ImageClassified Answer, ReadOnlyMemory<byte> Image, ActivityContext Asker)> _answered =
        Channel.CreateBounded<(ImageClassified, ReadOnlyMemory<byte>, ActivityContext)>(Waiting);

    /// <summary>Takes a copy of an image that the champion answered for, where it belongs to the share.</summary>
    public void Offer(ImageClassified answer, ReadOnlyMemory<byte> image)
    {
        if (answer.Classification is { } classification
            && models.Find(ModelTarget.Champion)?.Served.Version == classification.Model.Version
            && models.Find(ModelTarget.Challenger)?.Served.Version is { } challenger
            && challenger != classification.Model.Version
            && IsSampled(classification.ImageId, options.Value.ShadowShare)
            && !_answered.Writer.TryWrite((answer, image.ToArray(), Activity.Current?.Context ?? default)))
        {
            metrics.RecordShadow("dropped");
        }
    }

    /// <summary>By the image's hash: whichever instance has it, the same images belong to a share, and a larger share holds a smaller.</summary>
    internal static bool IsSampled(string imageId, double share) =>
        uint.Parse(imageId.AsSpan(0, SampledDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture) < share * ((double)uint.MaxValue + 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (answer, image, asker) in _answered.Reader.ReadAllAsync(stoppingToken))
            {
                using var span = InferenceSpans.StartShadow(asker);
                await ShadowAsync(answer, image, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is left out.
        }
    }

    private async Task ShadowAsync(ImageClassified answer, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        try
        {
            var request = new ClassificationRequest
            {
                Target = ModelTarget.Challenger,
                Priority = RequestPriority.Bulk,
                WaitForRoom = true,
            };
            var both = answer with { Shadow = await classifier.ClassifyAsync(image, request, cancellationToken) };
            await recorder.ReplaceAsync(both, cancellationToken);
            await announcer.AnnounceAsync(both);
            metrics.RecordShadow("answered");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            metrics.RecordShadow("failed");
            LogFailed(logger, exception, answer.RequestId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The challenger gave no answer for request '{RequestId}'; the champion's stands.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string requestId);
}
