using Lesion.Contracts;
using Lesion.Inference.Batching;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Inference.Classifying;

/// <summary>Classifies by message. There is always an answer, on the exchange of answers and to the asker, if only an error.</summary>
internal sealed partial class ClassifyImageConsumer(
    ImageRequests requests,
    Classifier classifier,
    KeptImages kept,
    ClassificationRecorder recorder,
    Shadowing shadowing,
    TimeProvider time,
    ILogger<ClassifyImageConsumer> logger) : IConsumer<ClassifyImage>
{
    public async Task Consume(ConsumeContext<ClassifyImage> context)
    {
        var (answer, image) = await AnswerAsync(context.Message, context.CancellationToken);
        if (ImageRequests.IsUsableId(answer.RequestId))
        {
            answer = await recorder.RecordAsync(answer, context.CancellationToken);
        }

        await context.Publish(answer, context.CancellationToken);
        await context.ReplyAsync(answer);
        shadowing.Offer(answer, image);
    }

    private async Task<(ImageClassified Answer, ReadOnlyMemory<byte> Image)> AnswerAsync(
        ClassifyImage request, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> image = default;
        Classification? classification = null;
        ClassificationError? error = null;
        try
        {
            image = await requests.ReadAsync(request, cancellationToken);
            classification = await classifier.ClassifyAsync(image, AsAsked(request), cancellationToken);
            if (request.ImageId is null)
            {
                await kept.KeepAsync(classification.ImageId, image, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not (UnavailableException or OperationCanceledException))
        {
            var failure = ClassificationFailure.Of(exception);
            if (failure is null)
            {
                LogFailed(logger, exception, request.RequestId);
            }

            error = (failure ?? ClassificationFailure.Unforeseen).ToError();
        }

        var answer = new ImageClassified
        {
            RequestId = request.RequestId,
            ClassifiedAt = time.GetUtcNow(),
            Classification = classification,
            Error = error,
        };
        return (answer, image);
    }

    private static ClassificationRequest AsAsked(ClassifyImage request) => new()
    {
        Target = ClassificationRequest.TargetOf(request.Model),
        Views = request.Views,
        Priority = RequestPriority.Bulk,
        WaitForRoom = true,
    };

    [LoggerMessage(LogLevel.Error, "Request '{RequestId}' failed; its asker is told.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string requestId);
}
