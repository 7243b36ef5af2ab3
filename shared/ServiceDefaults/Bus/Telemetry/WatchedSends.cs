using System.Diagnostics;
using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>Traces and measures every message on its way out, from the moment that the broker is there to take it.</summary>
internal sealed class WatchedSends(MessagingMetrics metrics, TimeProvider time) : IPublishObserver, ISendObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Begin(context, "publish");

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => End(context, error: null);

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => End(context, MessagingSpans.ErrorOf(exception));

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Begin(context, "send");

    public Task PostSend<T>(SendContext<T> context)
        where T : class => End(context, error: null);

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => End(context, MessagingSpans.ErrorOf(exception));

    private Task Begin(SendContext message, string operation)
    {
        var destination = MessagingDestination.Of(message.DestinationAddress);
        var span = MessagingSpans.StartSend(message, destination, operation);
        message.GetOrAddPayload(() => new Operation(operation, destination, span, time.GetTimestamp()));
        return Task.CompletedTask;
    }

    private Task End(SendContext message, string? error)
    {
        if (message.TryGetPayload(out Operation? begun))
        {
            metrics.RecordOperation(begun.Destination, begun.Name, time.GetElapsedTime(begun.BeganAt), error);
            if (error is not null)
                MessagingSpans.Fail(begun.Span, error);
            var caller = Activity.Current;
            begun.Span?.Stop();
            Activity.Current = caller;
        }

        return Task.CompletedTask;
    }

    private sealed record Operation(string Name, MessagingDestination Destination, Activity? Span, long BeganAt);
}
