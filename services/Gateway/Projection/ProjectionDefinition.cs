using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Gateway.Projection;

/// <summary>
/// As many events at a time as the catalog's writer commits at once: they wait for each other's transaction, not for the
/// processor.
/// </summary>
internal sealed class ProjectionDefinition<TConsumer>() : ServiceConsumerDefinition<TConsumer>(Concurrency, prefetch: 2 * Concurrency)
    where TConsumer : class, IConsumer
{
    private const int Concurrency = 64;
}
