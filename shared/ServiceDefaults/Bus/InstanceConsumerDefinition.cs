using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>How a consumer is run of which every instance gets every message, one at a time, from a queue of its own.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
public abstract class InstanceConsumerDefinition<TConsumer> : ServiceConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    protected InstanceConsumerDefinition()
        : base(concurrency: 1, prefetch: 2) =>
        Endpoint(endpoint =>
        {
            endpoint.InstanceId = Guid.NewGuid().ToString("n");
            endpoint.Temporary = true;
        });

    private protected override void ConfigureQueue(IRabbitMqReceiveEndpointConfigurator queue) => queue.GoWithInstance();
}
