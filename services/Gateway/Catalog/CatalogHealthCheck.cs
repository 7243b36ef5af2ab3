using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// Unhealthy while the database is away; degraded, which counts as ready, while the catalog is filled from the object store.
/// </summary>
internal sealed class CatalogHealthCheck(CatalogSchema schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return (await schema.ReadStateAsync(cancellationToken)).IsComplete
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("The catalog is being filled from the object store; trainings wait for it.");
        }
        catch (CatalogUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
