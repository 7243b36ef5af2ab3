using System.Diagnostics.Metrics;
using Lesion.Deployment.Tests.Observability.Metrics;

namespace Lesion.Deployment.Tests.Observability;

public sealed class TelemetryDocumentTests
{
    [Fact]
    public void An_instrument_is_read_with_its_attributes_and_their_values()
    {
        var info = TelemetryDocument.Instruments.Single(instrument => instrument.Name == "lesion.inference.model.info");

        info.Unit.ShouldBe("{model}");
        info.Kind.ShouldBe(InstrumentKind.Gauge);
        info.Attributes.ShouldBe(["lesion.model.version", "lesion.model.alias", "lesion.device", "lesion.device.wanted"], ignoreOrder: true);
        info.Values.ShouldBe(["champion", "challenger", "none", "cpu", "cuda"], ignoreOrder: true);
    }

    [Fact]
    public void The_runtime_has_the_instruments_that_are_listed()
    {
        var published = new Dictionary<string, (string? Unit, InstrumentKind Kind)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) => published.TryAdd(instrument.Name, (instrument.Unit, KindOf(instrument))),
        };
        listener.Start();

        var listed = TelemetryDocument.Instruments.Where(instrument => instrument.Name.StartsWith("dotnet.", StringComparison.Ordinal)).ToList();

        listed.ShouldNotBeEmpty();
        foreach (var instrument in listed)
        {
            published.ShouldContainKey(instrument.Name);
            published[instrument.Name].ShouldBe((instrument.Unit, instrument.Kind), instrument.Name);
        }
    }

    private static InstrumentKind KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => InstrumentKind.Counter,
        "UpDownCounter`1" or "ObservableUpDownCounter`1" => InstrumentKind.UpDownCounter,
        "Gauge`1" or "ObservableGauge`1" => InstrumentKind.Gauge,
        "Histogram`1" => InstrumentKind.Histogram,
        var type => throw new InvalidDataException($"{instrument.Name} is a {type}."),
    };
}
