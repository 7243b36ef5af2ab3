using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.Onnx;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>From the bytes of a picture to its classification; the one way, whichever door it came through.</summary>
internal sealed class Classifier(
    ModelFinder finder,
    Batcher batcher,
    ClassificationCache cache,
    InferenceMetrics metrics,
    IOptions<InferenceOptions> options,
    TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _decoding = new(
        options.Value.DecodeConcurrency > 0 ? options.Value.DecodeConcurrency : Environment.ProcessorCount);

    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    /// <exception cref="RefusedRequestException">The model does not answer in so many views.</exception>
    /// <exception cref="NoModelException">No champion serves.</exception>
    /// <exception cref="ModelNotServedException">The version or the challenger that is asked for is not there.</exception>
    /// <exception cref="ModelLoadException">The version that is asked for cannot be used.</exception>
    /// <exception cref="QueueFullException">The queue is full and the request does not wait.</exception>
    /// <exception cref="TimeoutException">The request waited too long for a batch.</exception>
    /// <exception cref="InvalidOutputException">The network gave a value that is no finite number.</exception>
    public async Task<Classification> ClassifyAsync(
        ReadOnlyMemory<byte> image, ClassificationRequest request, CancellationToken cancellationToken)
    {
        using var span = InferenceSpans.StartClassification();
        var start = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            ImageInspector.Inspect(image);
            var answer = await AnswerAsync(image, ImageId.Of(image.Span), request, cancellationToken);
            outcome = "answered";
            span?.SetTag("lesion.model.version", answer.Model.Version);
            return answer with { Timings = answer.Timings with { TotalMs = time.GetElapsedTime(start).TotalMilliseconds } };
        }
        catch (Exception exception)
        {
            InferenceSpans.Fail(span, exception);
            throw;
        }
        finally
        {
            metrics.RecordRequest(time.GetElapsedTime(start), outcome);
        }
    }

    public void Dispose() => _decoding.Dispose();

    private async Task<Classification> AnswerAsync(
        ReadOnlyMemory<byte> image, string imageId, ClassificationRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var model = await finder.FindAsync(request.Target, cancellationToken);
            if (request.IsPlain && cache.Find(model.Served.Version, imageId) is { } known)
            {
                metrics.RecordAnswer(known, model.Card.Positive);
                return known;
            }

            RequireViews(model.Card, request.Views);
            var rows = new RowsRequest
            {
                Pixels = await PrepareAsync(image, model.Card.Input, cancellationToken),
                MadeFor = model.Card.Input,
                Views = request.Views ?? model.Card.TestViews,
                AsCardSays = request.Views is null,
                Target = request.Target,
                Wanted = request.WithActivationMap ? OutputReader.Plain | ModelOutputs.ActivationMap : OutputReader.Plain,
                Priority = request.Priority,
                WaitForRoom = request.WaitForRoom,
                QueueTimeout = request.WaitForRoom ? TimeSpan.Zero : null,
            };
            if (await batcher.RunAsync(rows, cancellationToken) is { } answer)
            {
                var classification = Build(imageId, answer);
                metrics.RecordAnswer(classification, answer.Model.Card.Positive);
                return Remember(classification, request);
            }
        }
    }

    private static Classification Build(string imageId, RowsAnswer answer)
    {
        var output = OutputReader.Read(answer.Outputs, answer.Model.Card);
        var timings = new ClassificationTimings
        {
            QueueMs = answer.Queue.TotalMilliseconds,
            ComputeMs = answer.Compute.TotalMilliseconds,
            TotalMs = 0,
        };
        return ClassificationBuilder.Build(
            imageId, answer.Model.Card, output, answer.Model.Decide(output), answer.Model.Served, timings);
    }

    /// <summary>From memory an answer waits for nothing and computes nothing.</summary>
    private Classification Remember(Classification answer, ClassificationRequest request)
    {
        if (request.IsPlain)
        {
            cache.Add(answer with { Timings = new ClassificationTimings { QueueMs = 0, ComputeMs = 0, TotalMs = 0 } });
        }

        return answer;
    }

    private static void RequireViews(ModelCard card, int? views)
    {
        if (views is { } asked && (!TestTimeViews.IsAllowed(asked) || asked > card.TestViews))
        {
            throw new RefusedRequestException(
                "badViews",
                StatusCodes.Status400BadRequest,
                $"'views' is 1, 2, 4 or 8, and for this model at most {card.TestViews}: {asked} is not. Leave it out for the model's own.");
        }
    }

    private async Task<byte[]> PrepareAsync(ReadOnlyMemory<byte> image, ModelInput input, CancellationToken cancellationToken)
    {
        await _decoding.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => input.Prepare(image), cancellationToken);
        }
        finally
        {
            _decoding.Release();
        }
    }
}
