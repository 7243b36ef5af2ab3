using Lesion.Imaging;

namespace Lesion.Inference.Batching;

/// <summary>
/// One instance: a thread of its own that takes a batch, runs it, and answers each of its requests. While it runs, the next
/// batch gathers.
/// </summary>
/// <param name="index">Which of the instances.</param>
/// <param name="processor">That it keeps to; null: any.</param>
/// <param name="queue">Where its batches come from.</param>
/// <param name="atWork">Of all instances.</param>
/// <param name="rate">Is told how long runs take.</param>
/// <param name="metrics">Too.</param>
/// <param name="time">The queue's clock.</param>
/// <param name="logger">The batcher's.</param>
internal sealed partial class BatchingThread(
    int index,
    int? processor,
    RequestQueue queue,
    InstancesAtWork atWork,
    DrainRate rate,
    InferenceMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the queue was closed and is empty; also before the start.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        Ended = _ended.Task;
        new Thread(Loop) { IsBackground = true, Name = $"lesion-inference-{index}" }.Start();
    }

    private void Loop()
    {
        if (processor is { } own && !Processors.TryPin(own))
        {
            LogNotPinned(logger, index, own);
        }

        var batch = new Batch();
        while (queue.Take(batch))
        {
            Run(batch);
            batch.Clear();
        }

        _ended.SetResult();
    }

    private void Run(Batch batch)
    {
        var model = batch.Lease!.Model;
        var isAlone = atWork.Begin() && queue.Rows == 0;
        using var span = InferenceSpans.StartBatch(batch, time.GetUtcNow());
        try
        {
            var start = time.GetTimestamp();
            var instance = model.Instance(index);
            Write(batch, instance, model.Card.Input.Size);
            model.Run(instance, batch.Rows, isAlone);
            var compute = time.GetElapsedTime(start);
            rate.Record(batch.Rows, compute);
            metrics.RecordRun(model.Served.Version, batch.Rows, compute);
            Answer(batch, instance, start, compute);
        }
        catch (Exception exception)
        {
            InferenceSpans.Fail(span, exception);
            LogFailed(logger, exception, batch.Requests.Count);
            batch.Requests.ForEach(queued => queued.Fail(exception));
        }
        finally
        {
            atWork.End();
        }
    }

    private static void Write(Batch batch, ModelInstance instance, int side)
    {
        var row = 0;
        foreach (var queued in batch.Requests)
        {
            NetworkInput.WriteRows(
                queued.Request.Pixels.Span, side, queued.Request.Views, instance.Pixels(row, queued.Rows));
            row += queued.Rows;
        }
    }

    private void Answer(Batch batch, ModelInstance instance, long start, TimeSpan compute)
    {
        var model = batch.Lease!.Model;
        var row = 0;
        foreach (var queued in batch.Requests)
        {
            var wait = time.GetElapsedTime(queued.EnqueuedAt, start);
            metrics.RecordQueue(queued.Request.Priority, wait);
            var outputs = instance.Read(row, queued.Rows, queued.Request.Wanted);
            row += queued.Rows;
            try
            {
                outputs.RequireFinite(model.Name);
                queued.Succeed(new RowsAnswer(model, outputs, wait, compute));
            }
            catch (InvalidOutputException exception)
            {
                LogFailed(logger, exception, 1);
                queued.Fail(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Running {Requests} request(s) failed; their askers are told.")]
    private static partial void LogFailed(ILogger logger, Exception exception, int requests);

    [LoggerMessage(LogLevel.Warning, "Instance {Instance} cannot be kept to processor {Processor}: this system, or its limits on this process, do not allow it. It runs on any.")]
    private static partial void LogNotPinned(ILogger logger, int instance, int processor);
}
