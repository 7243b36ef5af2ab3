using Lesion.Contracts;
using MassTransit;

namespace Lesion.Gateway.Tests.Support;

/// <summary>Takes the messages that the gateway sends to other services, so that a test can see them arrive.</summary>
internal static class Silence
{
    public static void AddTo(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<Consumer<TrainModel>>();
        bus.AddConsumer<Consumer<ModelPromoted>>();
        bus.AddConsumer<Consumer<InboxObjectDropped>>();
    }

    private sealed class Consumer<T> : IConsumer<T>
        where T : class
    {
        public Task Consume(ConsumeContext<T> context) => Task.CompletedTask;
    }
}
