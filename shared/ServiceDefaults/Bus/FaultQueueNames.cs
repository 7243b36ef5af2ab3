using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>The queues beside a queue, for what it could not get done.</summary>
internal sealed class FaultQueueNames : IErrorQueueNameFormatter, IDeadLetterQueueNameFormatter
{
    public static FaultQueueNames Instance { get; } = new();

    /// <summary>Delivered as often as may be, and never answered.</summary>
    public static string OfDeadLetters(string queue) => $"{queue}.dead-letter";

    /// <summary>Refused by the consumer.</summary>
    public string FormatErrorQueueName(string queueName) => $"{queueName}.error";

    /// <summary>Of a type that no consumer of the queue takes; MassTransit calls these dead letters.</summary>
    public string FormatDeadLetterQueueName(string queueName) => $"{queueName}.skipped";
}
