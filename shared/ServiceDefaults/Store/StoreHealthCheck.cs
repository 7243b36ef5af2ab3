using Lesion.Storage;
using Lesion.Storage.S3;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lesion.ServiceDefaults.Store;

/// <summary>Whether the store was proven fit at the start, and answers now.</summary>
internal sealed class StoreHealthCheck(StoreStart start, IObjectStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        if (start.Fault is { } fault)
            return HealthCheckResult.Unhealthy(fault);
        if (store is not S3ObjectStore)
            return HealthCheckResult.Healthy();
        try
        {
            await store.HeadAsync(Buckets.Models, Keys.ModelRoot.TrimEnd('/'), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
