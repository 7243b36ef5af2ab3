using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>
/// Removes pictures that were only to be classified, some time after they came: late enough that a message delivered twice
/// still finds its picture. Those that are kept lie elsewhere.
/// </summary>
internal sealed class RequestsSweep(
    IObjectStore store,
    IOptions<ClassificationOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RequestsSweep> logger) : PeriodicSweep(Interval, metrics, time, lifetime, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time = time;

    internal async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - options.Value.RequestLifetime;
        await foreach (var image in store.ListAsync(Buckets.Requests, cancellationToken: cancellationToken))
        {
            var isKept = options.Value.KeepImages && image.Key.StartsWith(KeptImages.Prefix, StringComparison.Ordinal);
            if (image.LastModified < before && !isKept)
            {
                await store.DeleteAsync(Buckets.Requests, image.Key, cancellationToken);
            }
        }
    }

    protected override Task SweepAsync(CancellationToken stoppingToken) => RemoveOldAsync(stoppingToken);
}
