using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lesion.Inference.Tests.Batching;

/// <summary>Listens to the sizes of the batches of one test.</summary>
internal sealed class BatchSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<int> _seen = new();

    public BatchSizes(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "lesion.inference.batch.size" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => _seen.Enqueue(size));
        _listener.Start();
    }

    public IReadOnlyList<int> Seen => [.. _seen];

    public void Dispose() => _listener.Dispose();
}
