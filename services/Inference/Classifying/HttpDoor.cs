using Lesion.Contracts;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Classifies by HTTP: reads the body within its limits, answers within the time allowed, and makes the answer known.</summary>
internal sealed class HttpDoor(
    Classifier classifier,
    ClassificationJournal journal,
    HttpAdmission admission,
    ModelSlot slot,
    IOptions<InferenceOptions> options,
    TimeProvider time)
{
    private const string Champion = "champion";
    private const int MultipartOverhead = 64 * 1024;

    public async Task<Classification> ClassifyAsync(HttpContext context, ClassificationQuery query)
    {
        using var admitted = admission.Enter();
        RequireServed(query.Model);
        LimitBody(context);
        using var deadline = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            return await ClassifyAsync(context.Request, query.Explain ?? false, ends.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"No answer within {options.Value.RequestTimeout} (Lesion:Inference:RequestTimeout): try again, or run more inference instances.");
        }
    }

    private async Task<Classification> ClassifyAsync(HttpRequest request, bool explain, CancellationToken cancellationToken)
    {
        var image = await RequestBody.ReadAsync(request, options.Value.MaxImageBytes, cancellationToken);
        var classification = await classifier.ClassifyAsync(image, new BatchRequest(explain), cancellationToken);
        await journal.EnterAsync(image, classification, cancellationToken);
        return classification;
    }

    private void RequireServed(string? model)
    {
        var serving = slot.Current?.Served.Version;
        if (model is not (null or Champion) && serving is not null && model != serving.ToString())
        {
            throw new RefusedRequestException(
                "modelNotServed",
                StatusCodes.Status404NotFound,
                $"Model '{model}' does not serve here: version {serving} does, as '{Champion}'. Leave 'model' out, or promote the other.");
        }
    }

    private void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = (long)options.Value.MaxImageBytes + MultipartOverhead;
        }
    }
}
