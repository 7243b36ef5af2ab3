using System.Reflection;
using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// The bus on RabbitMQ: quorum queues, publisher confirmation, bare JSON. What a consumer refuses for good goes to
/// <c>&lt;queue&gt;.error</c> with the reason in its headers; what was delivered too often without an answer, to
/// <c>&lt;queue&gt;.dead-letter</c>.
/// </summary>
internal static class RabbitMqBus
{
    /// <summary>
    /// A process that is silent for twice as long is taken for dead, and what it held goes to others; by default that takes the
    /// broker two minutes.
    /// </summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    public static void UseRabbitMq(this IBusRegistrationConfigurator bus)
    {
        bus.UsingRabbitMq((context, rabbit) =>
        {
            var broker = BrokerAddress.Parse(context.GetRequiredService<IOptions<LesionOptions>>().Value.Bus!);
            rabbit.Host(broker.Host, broker.Port, broker.VirtualHost, Assembly.GetEntryAssembly()?.GetName().Name ?? "lesion", host =>
            {
                host.Username(broker.User);
                host.Password(broker.Password);
                host.PublisherConfirmation = true;
                host.Heartbeat(Heartbeat);
                if (broker.Tls)
                    host.UseSsl(ssl => ssl.ServerName = broker.Host);
            });
            rabbit.MessageTopology.SetEntityNameFormatter(LesionNames.Formatter);
            rabbit.SendTopology.ErrorQueueNameFormatter = FaultQueueNames.Instance;
            rabbit.SendTopology.DeadLetterQueueNameFormatter = FaultQueueNames.Instance;
            rabbit.SendTopology.ConfigureErrorSettings = KeepForever;
            rabbit.SendTopology.ConfigureDeadLetterSettings = KeepForever;
            rabbit.ConfigureJsonSerializerOptions(LesionJson.Configure);

            // Out: the message alone. In: that, with or without a content type, or MassTransit's envelope by its content type.
            rabbit.UseRawJsonSerializer(RawSerializerOptions.AnyMessageType | RawSerializerOptions.AddTransportHeaders, isDefault: true);
            rabbit.UseFilter<ConsumeContext>(context.GetRequiredService<WatchedDeliveries>());
            rabbit.ConfigureEndpoints(context);
        });
    }

    /// <summary>A queue of refused messages would inherit limit and dead-lettering from the queue that they came from.</summary>
    private static void KeepForever(IRabbitMqQueueBindingConfigurator queue)
    {
        queue.SetQueueArgument(QueueArguments.DeliveryLimit, null!);
        queue.SetQueueArgument(QueueArguments.DeadLetterExchange, null!);
    }
}
