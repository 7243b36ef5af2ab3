using Lesion.Inference.Serving;

namespace Lesion.Inference.Batching;

/// <summary>
/// Decides what goes in a batch, under the queue's lock. The first request names the model, which is leased at that moment;
/// what the same snapshot gives another model stays for another batch.
/// </summary>
internal sealed class BatchFormer(ServingModels models, InferenceOptions options, TimeProvider time)
{
    /// <summary>Batches that may leave bulk requests waiting before one begins with them.</summary>
    private const int MostPassedOver = 8;

    private int _passedOver;

    /// <summary>Fills a batch with what is queued; it stays empty where nothing of that can be answered.</summary>
    public void Form(Batch batch, RequestLine interactive, RequestLine bulk)
    {
        var bulkFirst = _passedOver >= MostPassedOver;
        Gather(batch, bulkFirst ? bulk : interactive);
        Gather(batch, bulkFirst ? interactive : bulk);
        var passedOver = bulk.First is not null && batch.Requests.TrueForAll(queued => queued.Request.Priority != RequestPriority.Bulk);
        _passedOver = passedOver ? _passedOver + 1 : 0;
    }

    private void Gather(Batch batch, RequestLine line)
    {
        var now = time.GetTimestamp();
        var node = line.First;
        while (node is not null)
        {
            var next = node.Next;
            if (!Offer(batch, line, node, now))
            {
                return;
            }

            node = next;
        }
    }

    /// <returns>False where the batch holds no more.</returns>
    private bool Offer(Batch batch, RequestLine line, LinkedListNode<QueuedRequest> node, long now)
    {
        var queued = node.Value;
        if (queued.Deadline < now)
        {
            line.Remove(node);
            queued.Fail(Late(queued));
            return true;
        }

        if (batch.Lease is null && models.TryLease(queued.Request.Target) is { } lease)
        {
            batch.Begin(lease);
        }

        if (batch.Lease is null)
        {
            line.Remove(node);
            RefuseWithoutModel(queued);
            return true;
        }

        return !batch.Lease.Is(queued.Request.Target) || OfferFitting(batch, line, node, batch.Lease.Model);
    }

    private bool OfferFitting(Batch batch, RequestLine line, LinkedListNode<QueuedRequest> node, OnnxModel model)
    {
        var queued = node.Value;
        var fits = queued.Request.Fits(model);
        if (fits && queued.Rows <= model.MaxRows)
        {
            var most = Math.Min(options.MaxBatchSize, model.WarmRows);
            if (batch.Requests.Count > 0 && batch.Rows + queued.Rows > most)
            {
                return false;
            }

            line.Remove(node);
            batch.Add(queued);
            return true;
        }

        line.Remove(node);
        if (fits)
        {
            queued.Fail(new TooManyRowsException(queued.Rows, model.MaxRows));
        }
        else
        {
            queued.Succeed(null);
        }

        return true;
    }

    /// <summary>A version that was asked for by number may have gone since, and can be fetched again.</summary>
    private static void RefuseWithoutModel(QueuedRequest queued)
    {
        if (queued.Request.Target == ModelTarget.Champion)
        {
            queued.Fail(new NoModelException(NoModelText.NotTrained));
        }
        else
        {
            queued.Succeed(null);
        }
    }

    private TimeoutException Late(QueuedRequest queued) => new(
        $"No batch took the request within {time.GetElapsedTime(queued.EnqueuedAt, queued.Deadline)} "
        + "(Lesion:Inference:DefaultQueueTimeout): try again, or run more inference instances.");
}
