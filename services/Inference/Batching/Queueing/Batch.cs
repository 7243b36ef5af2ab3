using Lesion.Inference.Serving;

namespace Lesion.Inference.Batching;

/// <summary>Requests that one model answers in one run; used again and again by one thread.</summary>
internal sealed class Batch
{
    public List<QueuedRequest> Requests { get; } = [];

    public int Rows { get; private set; }

    /// <summary>Taken when the batch was formed; whoever runs the batch gives it back.</summary>
    public ModelLease? Lease { get; private set; }

    public void Begin(ModelLease lease) => Lease = lease;

    public void Add(QueuedRequest request)
    {
        Requests.Add(request);
        Rows += request.Rows;
    }

    public void Clear()
    {
        Lease?.Dispose();
        Lease = null;
        Requests.Clear();
        Rows = 0;
    }
}
