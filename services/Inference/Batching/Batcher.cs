using System.Threading.Channels;
using Lesion.Contracts;
using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Batching;

/// <summary>
/// One loop that takes what is queued, at most a batch, leases the model that serves, runs it, and answers each. While it
/// runs, the next batch gathers; when it stops, what was queued is still answered. A model of several test-time views runs a
/// batch in several goes, under the one lease.
/// </summary>
internal sealed partial class Batcher(
    ModelSlot slot,
    InferenceMetrics metrics,
    IOptions<InferenceOptions> options,
    TimeProvider time,
    ILogger<Batcher> logger) : BackgroundService
{
    private readonly InferenceOptions _options = options.Value;

    private readonly Channel<BatchItem> _queue = Channel.CreateBounded<BatchItem>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });

    /// <summary>Queues an input and waits for its answer.</summary>
    /// <param name="pixels">As the model's card says that it sees an image.</param>
    /// <param name="madeFor">That way to see an image.</param>
    /// <param name="request">Whether to wait for room in the queue, and whether the map is wanted.</param>
    /// <param name="cancellationToken">Gives the answer up; an input that no batch has taken yet is skipped.</param>
    /// <returns>Null where meanwhile a model serves that sees images in another way: prepare the picture again.</returns>
    /// <exception cref="QueueFullException">The queue is full and the request does not wait.</exception>
    /// <exception cref="NoModelException">No model serves.</exception>
    /// <exception cref="InvalidOutputException">The network gave a value that is no finite number.</exception>
    public async Task<BatchAnswer?> RunAsync(
        byte[] pixels, ModelInput madeFor, BatchRequest request, CancellationToken cancellationToken)
    {
        var item = new BatchItem(pixels, madeFor, request.WithActivationMap, time.GetTimestamp(), cancellationToken);
        if (request.WaitForRoom)
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        else if (!_queue.Writer.TryWrite(item))
        {
            throw new QueueFullException(_options.QueueCapacity);
        }

        return await item.Answer.Task.WaitAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var batch = new List<BatchItem>(_options.MaxBatchSize);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                await GatherAsync(batch, stoppingToken);
                if (batch.Count > 0)
                {
                    RunBatch(batch);
                    batch.Clear();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends, perhaps before it has begun; that is no fault.
        }
        finally
        {
            while (_queue.Reader.TryRead(out var unanswered))
            {
                unanswered.Answer.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private async Task GatherAsync(List<BatchItem> batch, CancellationToken stoppingToken)
    {
        TakeQueued(batch);
        if (_options.MaxDelay == TimeSpan.Zero || batch.Count == 0)
        {
            return;
        }

        using var delay = new CancellationTokenSource(_options.MaxDelay, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(delay.Token, stoppingToken);
        try
        {
            while (batch.Count < _options.MaxBatchSize && await _queue.Reader.WaitToReadAsync(ends.Token))
            {
                TakeQueued(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // The delay is over, or the process stops: the batch goes as it is.
        }
    }

    private void TakeQueued(List<BatchItem> batch)
    {
        while (batch.Count < _options.MaxBatchSize && _queue.Reader.TryRead(out var item))
        {
            if (!item.Cancelled.IsCancellationRequested)
            {
                batch.Add(item);
            }
        }
    }

    private void RunBatch(List<BatchItem> batch)
    {
        try
        {
            using var lease = slot.TryLease()
                ?? throw new NoModelException(NoModelText.NotTrained);
            var fitting = batch.FindAll(item => item.MadeFor == lease.Model.Card.Input);
            batch.FindAll(item => item.MadeFor != lease.Model.Card.Input).ForEach(item => item.Answer.TrySetResult(null));
            foreach (var go in fitting.Chunk(lease.Model.MaxBatchSize))
            {
                Answer(go, lease.Model);
            }
        }
        catch (Exception exception)
        {
            if (exception is not NoModelException)
            {
                LogFailed(logger, exception, batch.Count);
            }

            batch.ForEach(item => item.Answer.TrySetException(exception));
        }
    }

    private void Answer(BatchItem[] batch, OnnxModel model)
    {
        var start = time.GetTimestamp();
        var outputs = model.Run([.. batch.Select(item => item.Pixels)], batch.Any(item => item.WithActivationMap));
        var compute = time.GetElapsedTime(start);
        metrics.RecordBatch(batch.Length);
        foreach (var (item, output) in batch.Zip(outputs))
        {
            try
            {
                var asked = item.WithActivationMap ? output : output with { ActivationMap = null };
                var queue = time.GetElapsedTime(item.EnqueuedAt, start);
                item.Answer.TrySetResult(
                    new BatchAnswer(model.Card, model.Served, asked, model.Decide(asked), queue, compute));
            }
            catch (InvalidOutputException exception)
            {
                LogFailed(logger, exception, 1);
                item.Answer.TrySetException(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Classifying {Images} image(s) failed; their askers are told.")]
    private static partial void LogFailed(ILogger logger, Exception exception, int images);
}
