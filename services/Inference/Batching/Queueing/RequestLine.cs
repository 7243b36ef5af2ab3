namespace Lesion.Inference.Batching;

/// <summary>The requests of one priority, in the order in which they came. Changed under the queue's lock.</summary>
/// <param name="capacity">The most that wait.</param>
internal sealed class RequestLine(int capacity) : IDisposable
{
    private readonly LinkedList<QueuedRequest> _requests = new();
    private int _count;
    private int _rows;

    /// <summary>A place for each request that waits; taken before it is added.</summary>
    public SemaphoreSlim Room { get; } = new(capacity);

    /// <summary>Also for readers without the lock.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Of all requests; also for readers without the lock.</summary>
    public int Rows => Volatile.Read(ref _rows);

    public LinkedListNode<QueuedRequest>? First => _requests.First;

    public LinkedListNode<QueuedRequest> Add(QueuedRequest request)
    {
        _count++;
        _rows += request.Rows;
        return _requests.AddLast(request);
    }

    /// <summary>Does nothing where it is gone already.</summary>
    public void Remove(LinkedListNode<QueuedRequest> node)
    {
        if (node.List is not null)
        {
            _requests.Remove(node);
            _count--;
            _rows -= node.Value.Rows;
            Room.Release();
        }
    }

    public void Dispose() => Room.Dispose();
}
