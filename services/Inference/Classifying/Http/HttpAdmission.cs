using System.Threading.RateLimiting;
using Lesion.Inference.Batching;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Bounds the requests by HTTP in hand, and so the bodies in memory, before a body is read.</summary>
internal sealed class HttpAdmission(Batcher batcher, IOptions<InferenceOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxQueueSize, QueueLimit = 0 });

    /// <exception cref="QueueFullException">As many requests as are allowed are in hand.</exception>
    public IDisposable Enter()
    {
        var lease = _limiter.AttemptAcquire();
        return lease.IsAcquired ? lease : throw new QueueFullException(options.Value.MaxQueueSize, batcher.ExpectedWait);
    }

    public void Dispose() => _limiter.Dispose();
}
