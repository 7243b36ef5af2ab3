using Lesion.Inference.Serving;

namespace Lesion.Inference.Batching;

/// <summary>
/// What waits for the network: a bounded line for each priority. Threads take batches from it; what is cancelled leaves it
/// at once, and what waited too long is told so when its turn comes.
/// </summary>
internal sealed class RequestQueue : IDisposable
{
    // A monitor, since threads wait on it.
    private readonly object _gate = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly RequestLine _interactive;
    private readonly RequestLine _bulk;
    private readonly BatchFormer _former;
    private readonly InferenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;

    public RequestQueue(ServingModels models, InferenceOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        (_interactive, _bulk) = (new RequestLine(options.MaxQueueSize), new RequestLine(options.MaxQueueSize));
        _former = new BatchFormer(models, options, time);
        _alarm = time.CreateTimer(_ => WakeOne(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rows that wait.</summary>
    public int Rows => _interactive.Rows + _bulk.Rows;

    /// <summary>Requests that wait.</summary>
    public int Count(RequestPriority priority) => Line(priority).Count;

    /// <summary>Queues a request.</summary>
    /// <param name="expectedWait">Of what is queued, for those who are turned away.</param>
    /// <param name="cancellationToken">The request leaves the queue, unless a batch has it by then, and has no answer.</param>
    /// <returns>Its answer; null where its target names another model by now, which it does not fit.</returns>
    /// <exception cref="QueueFullException">The line is full and the request does not wait for room.</exception>
    /// <exception cref="StoppingException">The queue is closed.</exception>
    public async Task<RowsAnswer?> AnswerAsync(RowsRequest request, Func<TimeSpan> expectedWait, CancellationToken cancellationToken)
    {
        var line = Line(request.Priority);
        if (!line.Room.Wait(0, CancellationToken.None))
        {
            if (!request.WaitForRoom)
            {
                throw new QueueFullException(_options.MaxQueueSize, expectedWait());
            }

            await WaitForRoomAsync(line, cancellationToken);
        }

        using var waiting = InferenceSpans.StartWait(request.Priority);
        var now = _time.GetTimestamp();
        var queued = new QueuedRequest(request, now, Deadline(now, request.QueueTimeout ?? _options.DefaultQueueTimeout), waiting);
        var node = Add(line, queued);
        await using var cancelled = cancellationToken.UnsafeRegister(
            _ =>
            {
                Leave(line, node);
                queued.Cancel(cancellationToken);
            },
            null);
        return await queued.Answer;
    }

    /// <summary>Waits until a batch is due, and forms it; false once the queue is closed and empty.</summary>
    public bool Take(Batch batch)
    {
        lock (_gate)
        {
            while (true)
            {
                if (IsDue())
                {
                    _former.Form(batch, _interactive, _bulk);
                    if (batch.Requests.Count > 0)
                    {
                        // What is left is for another thread.
                        Monitor.Pulse(_gate);
                        return true;
                    }

                    batch.Clear();
                }
                else if (_closed.IsCancellationRequested)
                {
                    return false;
                }
                else
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }

    /// <summary>Takes no more; what is queued is still given out.</summary>
    public void Close()
    {
        _closed.Cancel();
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives up what is still queued.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            foreach (var line in (ReadOnlySpan<RequestLine>)[_interactive, _bulk])
            {
                while (line.First is { } node)
                {
                    line.Remove(node);
                    node.Value.Fail(new StoppingException());
                }
            }
        }
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _closed.Dispose();
        _interactive.Dispose();
        _bulk.Dispose();
    }

    private RequestLine Line(RequestPriority priority) => priority == RequestPriority.Interactive ? _interactive : _bulk;

    private long Deadline(long now, TimeSpan timeout) =>
        timeout == TimeSpan.Zero ? long.MaxValue : now + (long)(timeout.TotalSeconds * _time.TimestampFrequency);

    private async Task WaitForRoomAsync(RequestLine line, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        try
        {
            await line.Room.WaitAsync(ends.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoppingException();
        }
    }

    private LinkedListNode<QueuedRequest> Add(RequestLine line, QueuedRequest request)
    {
        lock (_gate)
        {
            if (_closed.IsCancellationRequested)
            {
                line.Room.Release();
                throw new StoppingException();
            }

            var node = line.Add(request);
            Monitor.Pulse(_gate);
            return node;
        }
    }

    private void Leave(RequestLine line, LinkedListNode<QueuedRequest> node)
    {
        lock (_gate)
        {
            line.Remove(node);
        }
    }

    /// <summary>Whether to wait no longer for more; where that is only a matter of time, the alarm is set.</summary>
    private bool IsDue()
    {
        if (Oldest() is not { } oldest)
        {
            return false;
        }

        var left = _options.MaxQueueDelay - _time.GetElapsedTime(oldest.EnqueuedAt);
        if (left <= TimeSpan.Zero || Rows >= _options.MaxBatchSize || _closed.IsCancellationRequested)
        {
            return true;
        }

        _alarm.Change(left, Timeout.InfiniteTimeSpan);
        return false;
    }

    private QueuedRequest? Oldest() => (_interactive.First?.Value, _bulk.First?.Value) switch
    {
        ({ } one, { } other) => one.EnqueuedAt <= other.EnqueuedAt ? one : other,
        var (one, other) => one ?? other,
    };

    private void WakeOne()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
