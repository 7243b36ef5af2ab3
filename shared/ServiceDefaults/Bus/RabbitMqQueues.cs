using MassTransit;
using MassTransit.Middleware;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>What kinds of queue there are on RabbitMQ.</summary>
internal static class RabbitMqQueues
{
    /// <summary>
    /// Every message that a dying consumer had fetched counts a delivery, handled or not; a low limit throws away messages
    /// that nobody touched.
    /// </summary>
    private const int DeliveryLimit = 50;

    /// <summary>A service's queue, shared by all its instances: it outlives them and the broker, and loses nothing.</summary>
    public static void KeepAll(this IRabbitMqReceiveEndpointConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument(QueueArguments.DeliveryLimit, DeliveryLimit);

        // Declared with the queue and before it is read: what is dead-lettered to an exchange that is not there is gone.
        var deadLetters = FaultQueueNames.OfDeadLetters(queue.InputAddress.Segments[^1]);
        queue.BindDeadLetterQueue(deadLetters, deadLetters, letters => letters.SetQueueArgument(QueueArguments.Type, "quorum"));
        queue.ConfigureError(fault =>
        {
            fault.UseFilter(new RequeueWhenUnavailable());
            fault.UseFilter(new AnswerFaults());
            fault.UseFilter(new GenerateFaultFilter());
            fault.UseFilter(new ErrorTransportFilter());
        });
    }

    /// <summary>One instance's own queue, which goes with it; what it misses, the instance's sweep finds.</summary>
    public static void GoWithInstance(this IRabbitMqReceiveEndpointConfigurator queue)
    {
        queue.Exclusive = true;
        queue.AutoDelete = true;
        queue.DiscardFaultedMessages();
        queue.DiscardSkippedMessages();
    }
}
