using Lesion.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Classifies by HTTP: reads the body within its limits, answers within the time allowed, and makes the answer known.</summary>
internal sealed class HttpDoor(
    Classifier classifier,
    ClassificationJournal journal,
    HttpAdmission admission,
    IOptions<InferenceOptions> options,
    TimeProvider time)
{
    private const int MultipartOverhead = 64 * 1024;

    public async Task<Classification> ClassifyAsync(HttpContext context, ClassificationQuery query)
    {
        using var admitted = admission.Enter();
        var request = query.ToRequest();
        LimitBody(context);
        using var deadline = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            return await ClassifyAsync(context.Request, request, ends.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No answer within {options.Value.RequestTimeout} (Lesion:Inference:RequestTimeout): try again, or run more inference instances.");
        }
    }

    private async Task<Classification> ClassifyAsync(
        HttpRequest http, ClassificationRequest request, CancellationToken cancellationToken)
    {
        var image = await RequestBody.ReadAsync(http, options.Value.MaxImageBytes, cancellationToken);
        var classification = await classifier.ClassifyAsync(image, request, cancellationToken);
        await journal.EnterAsync(image, classification, cancellationToken);
        return classification;
    }

    private void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = (long)options.Value.MaxImageBytes + MultipartOverhead;
        }
    }
}
