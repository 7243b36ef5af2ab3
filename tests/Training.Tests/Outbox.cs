using MassTransit;

namespace Lesion.Training.Tests;

/// <summary>Keeps what is published.</summary>
internal sealed class Outbox : IPublishEndpoint
{
    private readonly List<object> _messages = [];

    public IReadOnlyList<T> Of<T>() => [.. _messages.OfType<T>()];

    public Task Publish<T>(T message, CancellationToken cancellationToken = default)
        where T : class
    {
        _messages.Add(message);
        return Task.CompletedTask;
    }

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => throw new NotSupportedException();

    public Task Publish<T>(T message, IPipe<PublishContext<T>> publishPipe, CancellationToken cancellationToken = default)
        where T : class => Publish(message, cancellationToken);

    public Task Publish<T>(T message, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default)
        where T : class => Publish(message, cancellationToken);

    public Task Publish(object message, CancellationToken cancellationToken = default) => Publish<object>(message, cancellationToken);

    public Task Publish(object message, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default) =>
        Publish<object>(message, cancellationToken);

    public Task Publish(object message, Type messageType, CancellationToken cancellationToken = default) =>
        Publish<object>(message, cancellationToken);

    public Task Publish(
        object message, Type messageType, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default) =>
        Publish<object>(message, cancellationToken);

    public Task Publish<T>(object values, CancellationToken cancellationToken = default)
        where T : class => throw new NotSupportedException("Messages are published as records.");

    public Task Publish<T>(object values, IPipe<PublishContext<T>> publishPipe, CancellationToken cancellationToken = default)
        where T : class => throw new NotSupportedException("Messages are published as records.");

    public Task Publish<T>(object values, IPipe<PublishContext> publishPipe, CancellationToken cancellationToken = default)
        where T : class => throw new NotSupportedException("Messages are published as records.");
}
