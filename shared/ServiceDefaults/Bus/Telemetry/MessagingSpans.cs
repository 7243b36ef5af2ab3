using System.Diagnostics;
using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// Messages as spans. The context goes along in the header <c>traceparent</c>, beside bare JSON as in an envelope, so that any
/// client may begin a trace or go on with one.
/// </summary>
internal static class MessagingSpans
{
    public const string Header = "traceparent";

    private static readonly ActivitySource Source = new("Lesion.Bus");

    /// <summary>Starts the span of a message on its way out, and leaves the caller's the current one.</summary>
    public static Activity? StartSend(SendContext message, MessagingDestination destination, string operation)
    {
        if (!Source.HasListeners())
            return null;
        var caller = Activity.Current;
        var span = Source.StartActivity($"{operation} {destination.Name}", ActivityKind.Producer);
        Activity.Current = caller;
        Describe(span, destination, operation, "send", message.MessageId);
        if ((span ?? caller) is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            message.Headers.Set(Header, id);
        return span;
    }

    /// <summary>Starts the span of a delivery, below that of whoever sent the message.</summary>
    public static Activity? StartProcess(ConsumeContext delivery, MessagingDestination queue)
    {
        if (!Source.HasListeners())
            return null;

        // What the thread that delivers was doing is no cause of it.
        Activity.Current = null;
        var span = Source.StartActivity($"{MessagingTags.Process} {queue.Name}", ActivityKind.Consumer, SenderOf(delivery));
        Describe(span, queue, MessagingTags.Process, MessagingTags.Process, delivery.MessageId);
        return span;
    }

    public static void Fail(Activity? span, string error) =>
        span?.SetTag(MessagingTags.ErrorType, error).SetStatus(ActivityStatusCode.Error);

    public static string ErrorOf(Exception exception) => exception.GetBaseException().GetType().FullName!;

    private static void Describe(Activity? span, MessagingDestination destination, string operation, string type, Guid? messageId) => span
        ?.SetTag(MessagingTags.System, destination.System)
        .SetTag(MessagingTags.Destination, destination.Name)
        .SetTag(MessagingTags.OperationName, operation)
        .SetTag(MessagingTags.OperationType, type)
        .SetTag(MessagingTags.MessageId, messageId?.ToString());

    private static ActivityContext SenderOf(ConsumeContext delivery)
    {
        var header = delivery.Headers.Get<string>(Header) ?? delivery.ReceiveContext.TransportHeaders.Get<string>(Header);
        return ActivityContext.TryParse(header, null, isRemote: true, out var sender) ? sender : default;
    }
}
