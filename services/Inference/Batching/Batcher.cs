using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Batching;

/// <summary>
/// Puts what is asked at the same time into one run of the network: a queue, and a thread for each instance. When it stops,
/// what was queued is still answered.
/// </summary>
internal sealed class Batcher : IHostedService, IDisposable
{
    private readonly RequestQueue _queue;
    private readonly DrainRate _rate;
    private readonly BatchingThread[] _threads;

    public Batcher(
        ServingModels models, InferenceMetrics metrics, IOptions<InferenceOptions> options, TimeProvider time, ILogger<Batcher> logger)
    {
        var processors = options.Value.InstanceProcessors;
        _queue = new RequestQueue(models, options.Value, time);
        _rate = new DrainRate(options.Value.Instances);
        var atWork = new InstancesAtWork();
        _threads = [.. Enumerable.Range(0, options.Value.Instances).Select(index => new BatchingThread(
            index, processors.Count > 0 ? processors[index] : null, _queue, atWork, _rate, metrics, time, logger))];
        metrics.ObserveQueue(_queue.Count);
        metrics.ObserveModels(models.Serving, options.Value.Device);
    }

    /// <summary>How long what waits now will take.</summary>
    public TimeSpan ExpectedWait => _rate.Expect(_queue.Rows);

    /// <summary>Queues rows and waits for what the network says of them.</summary>
    /// <param name="request">The rows, and which model is asked.</param>
    /// <param name="cancellationToken">Gives the answer up; rows that no batch has taken yet are never computed.</param>
    /// <returns>Null where the target names another model by now, which sees images in another way: prepare the picture again.</returns>
    /// <exception cref="QueueFullException">The queue is full and the request does not wait.</exception>
    /// <exception cref="NoModelException">No champion serves.</exception>
    /// <exception cref="TooManyRowsException">A run does not hold so many rows.</exception>
    /// <exception cref="TimeoutException">The rows waited too long.</exception>
    /// <exception cref="InvalidOutputException">The network gave a value that is no finite number.</exception>
    /// <exception cref="StoppingException">The service stops.</exception>
    public Task<RowsAnswer?> RunAsync(RowsRequest request, CancellationToken cancellationToken)
    {
        request.RequireWhole();
        return _queue.AnswerAsync(request, () => ExpectedWait, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Array.ForEach(_threads, thread => thread.Start());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        await Task.WhenAll(_threads.Select(thread => thread.Ended)).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Abandon();
    }

    public void Dispose() => _queue.Dispose();
}
