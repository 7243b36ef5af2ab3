using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lesion.Gateway.Catalog;

/// <summary>Degraded, which counts as ready, while a new catalog is filled from the object store.</summary>
internal sealed class CatalogHealthCheck(CatalogSchema schema) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(schema.Complete.IsCompleted
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The catalog is being filled from the object store; trainings wait for it."));
}
