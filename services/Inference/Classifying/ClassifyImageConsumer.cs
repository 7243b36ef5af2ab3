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
    ClassificationRecorder recorder,
    TimeProvider time,
    ILogger<ClassifyImageConsumer> logger) : IConsumer<ClassifyImage>
{
    public async Task Consume(ConsumeContext<ClassifyImage> context)
    {
        var answer = await AnswerAsync(context.Message, context.CancellationToken);
        if (ImageRequests.IsUsableId(answer.RequestId))
        {
            answer = await recorder.RecordAsync(answer, context.CancellationToken);
        }

        await context.Publish(answer, context.CancellationToken);
        await context.ReplyAsync(answer);
    }

    private async Task<ImageClassified> AnswerAsync(ClassifyImage request, CancellationToken cancellationToken)
    {
        Classification? classification = null;
        ClassificationError? error = null;
        try
        {
            var image = await requests.ReadAsync(request, cancellationToken);
            classification = await classifier.ClassifyAsync(image, new BatchRequest(WaitForRoom: true), cancellationToken);
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

        return new ImageClassified
        {
            RequestId = request.RequestId,
            ClassifiedAt = time.GetUtcNow(),
            Classification = classification,
            Error = error,
        };
    }

    [LoggerMessage(LogLevel.Error, "Request '{RequestId}' failed; its asker is told.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string requestId);
}
