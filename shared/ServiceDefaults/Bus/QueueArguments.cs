namespace Lesion.ServiceDefaults.Bus;

/// <summary>RabbitMQ's names of what a queue is declared with.</summary>
internal static class QueueArguments
{
    public const string Type = "x-queue-type";
    public const string DeliveryLimit = "x-delivery-limit";
    public const string DeadLetterExchange = "x-dead-letter-exchange";
}
