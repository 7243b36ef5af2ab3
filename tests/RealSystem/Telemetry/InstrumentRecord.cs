using Google.Protobuf.Collections;
using Lesion.Testing.Otlp;

namespace Lesion.Testing;

/// <summary>What came of one instrument, gathered.</summary>
internal sealed class InstrumentRecord(Metric first)
{
    private readonly Dictionary<string, HashSet<string>> _attributes = [];

    public ReceivedInstrument Received => new(
        first.Name, first.Unit, KindOf(first), _attributes.ToDictionary(pair => pair.Key, pair => (IReadOnlySet<string>)pair.Value.ToHashSet()));

    public static IEnumerable<RepeatedField<KeyValue>> PointsOf(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.Points.Select(point => point.Attributes),
        Metric.DataOneofCase.Sum => metric.Sum.Points.Select(point => point.Attributes),
        Metric.DataOneofCase.Histogram => metric.Histogram.Points.Select(point => point.Attributes),
        _ => [],
    };

    public void Add(RepeatedField<KeyValue> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (!_attributes.TryGetValue(attribute.Key, out var values))
                _attributes.Add(attribute.Key, values = []);
            values.Add(TelemetryReceiver.TextOf(attribute));
        }
    }

    private static string KindOf(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => "gauge",
        Metric.DataOneofCase.Sum => metric.Sum.IsMonotonic ? "counter" : "up-down counter",
        Metric.DataOneofCase.Histogram => "histogram",
        _ => $"{metric.DataCase}",
    };
}
