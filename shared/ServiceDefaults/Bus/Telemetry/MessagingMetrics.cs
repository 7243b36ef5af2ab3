using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// What is measured of messages: OpenTelemetry's two histograms, and the deliveries in hand, which MassTransit counts with
/// instruments that must not fall.
/// </summary>
internal sealed class MessagingMetrics
{
    private static readonly InstrumentAdvice<double> Advised = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private readonly UpDownCounter<long> _inFlight;
    private readonly Histogram<double> _process;
    private readonly Histogram<double> _operation;

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Lesion.Bus");
        _inFlight = meter.CreateUpDownCounter<long>("lesion.messaging.in_flight", "{message}", "Deliveries that are being handled now.");
        _process = meter.CreateHistogram("messaging.process.duration", "s", "A delivery, with all its tries.", null, Advised);
        _operation = meter.CreateHistogram(
            "messaging.client.operation.duration", "s", "Sending a message, until the broker has confirmed it.", null, Advised);
    }

    public void Begin(MessagingDestination queue) => _inFlight.Add(1, new KeyValuePair<string, object?>(MessagingTags.Destination, queue.Name));

    /// <param name="error">The type of what went wrong; null where nothing did.</param>
    public void End(MessagingDestination queue, TimeSpan elapsed, string? error)
    {
        _inFlight.Add(-1, new KeyValuePair<string, object?>(MessagingTags.Destination, queue.Name));
        _process.Record(elapsed.TotalSeconds, Tags(queue, MessagingTags.Process, error));
    }

    /// <param name="operation"><c>publish</c> or <c>send</c>.</param>
    /// <param name="error">The type of what went wrong; null where nothing did.</param>
    public void RecordOperation(MessagingDestination destination, string operation, TimeSpan elapsed, string? error) =>
        _operation.Record(elapsed.TotalSeconds, Tags(destination, operation, error));

    private static TagList Tags(MessagingDestination destination, string operation, string? error)
    {
        var tags = new TagList
        {
            { MessagingTags.System, destination.System },
            { MessagingTags.Destination, destination.Name },
            { MessagingTags.OperationName, operation },
        };
        if (error is not null)
            tags.Add(MessagingTags.ErrorType, error);
        return tags;
    }
}
