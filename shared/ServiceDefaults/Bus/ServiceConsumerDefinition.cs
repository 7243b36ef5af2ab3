using Lesion.Storage;
using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// How a consumer's endpoint is run: how many messages at a time, how many are fetched ahead, and what is tried again.
/// </summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
public abstract class ServiceConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    /// <summary>Waits up to 30 seconds each: some ten minutes, well below the half hour after which a broker takes a delivery back.</summary>
    private const int OutageRetries = 22;

    /// <summary>A day and more: a bus in memory cannot take anything back.</summary>
    private const int OutageRetriesInMemory = 3000;

    private static readonly TimeSpan[] FaultRetries = [TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(2)];

    /// <param name="concurrency">Messages that are consumed at a time, by this process.</param>
    /// <param name="prefetch">
    /// Messages that the broker hands over ahead, those being consumed included. At most twice the concurrency, since each of
    /// them counts a delivery when the process dies.
    /// </param>
    protected ServiceConsumerDefinition(int concurrency, int prefetch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefetch, 2 * concurrency);
        ConcurrentMessageLimit = concurrency;
        Endpoint(endpoint => endpoint.PrefetchCount = prefetch);
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator queue)
            ConfigureQueue(queue);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            // A store that is away or full is no fault of the message: it waits, and with it the endpoint, which fetches no more.
            retry.Handle<UnavailableException>();
            retry.Exponential(
                endpointConfigurator is IRabbitMqReceiveEndpointConfigurator ? OutageRetries : OutageRetriesInMemory,
                TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2));
        });
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Ignore<UnavailableException>();
            retry.Intervals(FaultRetries);
        });
    }

    private protected virtual void ConfigureQueue(IRabbitMqReceiveEndpointConfigurator queue) => queue.KeepAll();
}
