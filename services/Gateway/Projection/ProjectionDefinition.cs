using MassTransit;

namespace Lesion.Gateway.Projection;

/// <summary>
/// As many events at a time as the catalog's writer commits at once: they wait for each other's transaction, not for the
/// processor.
/// </summary>
internal sealed class ProjectionDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private const int Concurrency = 64;

    public ProjectionDefinition() => ConcurrentMessageLimit = Concurrency;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.PrefetchCount = 2 * Concurrency;
}
