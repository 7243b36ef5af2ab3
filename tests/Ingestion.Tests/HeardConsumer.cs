using Lesion.Contracts;
using MassTransit;

namespace Lesion.Ingestion.Tests;

internal sealed class HeardConsumer(Heard heard) : IConsumer<ImageIngested>
{
    public Task Consume(ConsumeContext<ImageIngested> context)
    {
        heard.Add(context.Message.Drop.Key);
        return Task.CompletedTask;
    }
}
