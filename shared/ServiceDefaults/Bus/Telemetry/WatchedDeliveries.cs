using MassTransit;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>Traces and measures every delivery, with all the tries that it takes.</summary>
internal sealed class WatchedDeliveries(MessagingMetrics metrics, TimeProvider time) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var queue = MessagingDestination.Of(context.ReceiveContext.InputAddress);
        using var span = MessagingSpans.StartProcess(context, queue);
        var start = time.GetTimestamp();
        string? error = null;
        metrics.Begin(queue);
        try
        {
            await next.Send(context);
        }
        catch (Exception exception)
        {
            error = MessagingSpans.ErrorOf(exception);
            MessagingSpans.Fail(span, error);
            throw;
        }
        finally
        {
            metrics.End(queue, time.GetElapsedTime(start), error);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("watchedDeliveries");
}
