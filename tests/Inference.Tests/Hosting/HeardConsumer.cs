using MassTransit;

namespace Lesion.Inference.Tests.Hosting;

internal sealed class HeardConsumer<T>(Heard<T> heard) : IConsumer<T>
    where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }
}
