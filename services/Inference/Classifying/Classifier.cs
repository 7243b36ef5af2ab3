using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>From the bytes of a picture to its classification; the one way, whichever door it came through.</summary>
internal sealed class Classifier(
    ModelSlot slot,
    ModelActivator activator,
    Batcher batcher,
    IOptions<InferenceOptions> options,
    TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _decoding = new(
        options.Value.DecodeConcurrency > 0 ? options.Value.DecodeConcurrency : Environment.ProcessorCount);

    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    /// <exception cref="NoModelException">No model serves.</exception>
    /// <exception cref="QueueFullException">The queue is full and the request does not wait.</exception>
    /// <exception cref="InvalidOutputException">The network gave a value that is no finite number.</exception>
    public async Task<Classification> ClassifyAsync(
        ReadOnlyMemory<byte> image, BatchRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        ImageInspector.Inspect(image);
        await activator.FirstLook.WaitAsync(cancellationToken);
        var answer = await AnswerAsync(image, request, cancellationToken);
        var timings = new ClassificationTimings
        {
            QueueMs = answer.Queue.TotalMilliseconds,
            ComputeMs = answer.Compute.TotalMilliseconds,
            TotalMs = time.GetElapsedTime(start).TotalMilliseconds,
        };
        return ClassificationBuilder.Build(
            ImageId.Of(image.Span), answer.Card, answer.Output, answer.Verdict, answer.Served, timings);
    }

    public void Dispose() => _decoding.Dispose();

    private async Task<BatchAnswer> AnswerAsync(
        ReadOnlyMemory<byte> image, BatchRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var model = slot.Current ?? throw new NoModelException(NoModelText.Of(activator.State));
            var pixels = await PrepareAsync(image, model.Card.Input, cancellationToken);
            if (await batcher.RunAsync(pixels, model.Card.Input, request, cancellationToken) is { } answer)
            {
                return answer;
            }
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
