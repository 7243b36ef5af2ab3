using System.Collections.Concurrent;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>Keeps what comes, and answers with it.</summary>
internal sealed class EchoConsumer<TMessage>(ConcurrentQueue<object> received) : IConsumer<TMessage>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context)
    {
        received.Enqueue(context.Message);
        return context.Message is ClassifyImage ? context.ReplyAsync(context.Message) : Task.CompletedTask;
    }
}
