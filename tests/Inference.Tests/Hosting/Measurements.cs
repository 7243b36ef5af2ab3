using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lesion.Inference.Tests.Hosting;

/// <summary>Listens to an instrument of one test.</summary>
internal sealed class Measurements<T> : IDisposable
    where T : struct
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(T Value, string? Outcome)> _seen = new();

    public Measurements(IMeterFactory meters, string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<T>((_, value, tags, _) => _seen.Enqueue((value, OutcomeOf(tags))));
        _listener.Start();
    }

    public IReadOnlyList<T> Seen => [.. _seen.Select(measurement => measurement.Value)];

    public IReadOnlyList<string?> Outcomes => [.. _seen.Select(measurement => measurement.Outcome)];

    /// <summary>Asks an instrument that is observed for what it would say now.</summary>
    public IReadOnlyList<T> Observe()
    {
        _seen.Clear();
        _listener.RecordObservableInstruments();
        return Seen;
    }

    public void Dispose() => _listener.Dispose();

    private static string? OutcomeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key == "lesion.outcome")
            {
                return (string?)value;
            }
        }

        return null;
    }
}
