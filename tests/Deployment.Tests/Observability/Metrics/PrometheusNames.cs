namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>
/// What becomes of an instrument in the collector's exporter for Prometheus: the rules of OpenTelemetry's <i>Prometheus and
/// OpenMetrics Compatibility</i>, for the units that are used here.
/// </summary>
internal static class PrometheusNames
{
    private static readonly HashSet<string> AnyValue = [];

    /// <summary>The series of an instrument: one, or the three of a histogram.</summary>
    public static IEnumerable<Metric> Of(ListedInstrument instrument)
    {
        var name = Underscored(instrument.Name);
        var unit = UnitSuffix(instrument);
        if (unit.Length > 0 && !name.Split('_').Contains(unit))
        {
            name = $"{name}_{unit}";
        }

        var labels = Labels(instrument);
        return instrument.Kind switch
        {
            InstrumentKind.Counter => [new Metric($"{name}_total", labels, true)],
            InstrumentKind.Histogram =>
            [
                new Metric($"{name}_bucket", new Dictionary<string, IReadOnlySet<string>>(labels) { ["le"] = AnyValue }, true),
                new Metric($"{name}_count", labels, true),
                new Metric($"{name}_sum", labels, true),
            ],
            _ => [new Metric(name, labels, false)],
        };
    }

    public static string Underscored(string name) => name.Replace('.', '_');

    private static string UnitSuffix(ListedInstrument instrument) => instrument.Unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "1" => instrument.Kind == InstrumentKind.Gauge ? "ratio" : "",
        ['{', .., '}'] => "",
        ['{', .., '}', '/', 's'] => "per_second",
        _ => throw new InvalidDataException($"{instrument.Name} has the unit '{instrument.Unit}', of which nobody has said what Prometheus makes."),
    };

    /// <summary>Beside its attributes every instrument has the process that it is of.</summary>
    private static Dictionary<string, IReadOnlySet<string>> Labels(ListedInstrument instrument)
    {
        var labels = instrument.Attributes.ToDictionary(Underscored, _ => instrument.Values);
        labels.Add("job", AnyValue);
        labels.Add("instance", AnyValue);
        return labels;
    }
}
