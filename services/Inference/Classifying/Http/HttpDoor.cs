using Lesion.Contracts;
using Lesion.Imaging;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Classifies by HTTP: reads the body within its limits, answers within the time allowed, and makes the answer known.</summary>
internal sealed class HttpDoor(
    Classifier classifier,
    KeptImages kept,
    ClassificationJournal journal,
    HttpAdmission admission,
    IOptions<InferenceOptions> options,
    TimeProvider time)
{
    private const int MultipartOverhead = 64 * 1024;

    /// <param name="withOverlay">Whether the answer has a picture of its activation map, too.</param>
    public async Task<HttpAnswer> ClassifyAsync(HttpContext context, ClassificationQuery query, bool withOverlay)
    {
        using var admitted = admission.Enter();
        var request = query.ToRequest();
        if (withOverlay)
        {
            request = request with { WithActivationMap = true };
        }

        LimitBody(context);
        using var deadline = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            var (image, classification) = await ClassifyAsync(context.Request, query.ImageId, request, ends.Token);
            return new HttpAnswer(
                classification,
                withOverlay ? ActivationOverlay.Render(image, classification.ActivationMap!, classification.Label) : null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No answer within {options.Value.RequestTimeout} (Lesion:Inference:RequestTimeout): try again, or run more inference instances.");
        }
    }

    private async Task<(ReadOnlyMemory<byte> Image, Classification Classification)> ClassifyAsync(
        HttpRequest http, string? imageId, ClassificationRequest request, CancellationToken cancellationToken)
    {
        var image = imageId is null
            ? await RequestBody.ReadAsync(http, options.Value.MaxImageBytes, cancellationToken)
            : await kept.ReadAsync(imageId, cancellationToken);
        var classification = await classifier.ClassifyAsync(image, request, cancellationToken);
        await (imageId is null
            ? journal.KeepAndEnterAsync(image, classification, cancellationToken)
            : journal.EnterAsync(image, classification, cancellationToken));
        return (image, classification);
    }

    private void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = (long)options.Value.MaxImageBytes + MultipartOverhead;
        }
    }
}
