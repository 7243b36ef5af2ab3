using Lesion.Testing;

namespace Lesion.Integration.Telemetry;

/// <summary>What <c>docs/telemetry.md</c> lists is what processes send.</summary>
[Collection(nameof(ObservedSystem))]
public sealed class InstrumentTests(ObservedSystem system)
{
    /// <summary>Only where something went wrong.</summary>
    private const string ErrorType = "error.type";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Listed => [.. TelemetryDocument.Read().Select(instrument => instrument.Name)];

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task Every_instrument_that_is_listed_arrives_with_its_unit_kind_and_attributes(string name)
    {
        await system.LiveAsync(Cancellation);
        var listed = TelemetryDocument.Read().Single(instrument => instrument.Name == name);
        await Until.IsTrueAsync(
            $"'{name}' is measured", () => Task.FromResult(system.Receiver.Instruments.Any(one => one.Name == name)), Cancellation);

        var received = system.Receiver.Instruments.Single(one => one.Name == name);

        (received.Unit, received.Kind).ShouldBe((listed.Unit, listed.Kind));
        var attributes = listed.Attributes.Where(attribute => attribute != ErrorType).ToList();
        if (name.StartsWith("lesion.", StringComparison.Ordinal))
            received.Attributes.Keys.Order().ShouldBe(attributes.Order());
        else
            attributes.ShouldBeSubsetOf(received.Attributes.Keys);
    }

    [Fact]
    public async Task Every_instrument_of_ours_that_arrives_is_listed()
    {
        await system.LiveAsync(Cancellation);

        system.Receiver.Instruments.Select(instrument => instrument.Name)
            .Where(name => name.StartsWith("lesion.", StringComparison.Ordinal))
            .ShouldBeSubsetOf(TelemetryDocument.Read().Select(instrument => instrument.Name));
    }

    [Fact]
    public async Task Outcomes_are_told_by_name()
    {
        await system.LiveAsync(Cancellation);

        Values("lesion.ingestion.drops", "lesion.drop.source").ShouldBe(["sweep", "upload"]);
        Values("lesion.ingestion.drops", "lesion.outcome").ShouldBe(["ingested"]);
        Values("lesion.preprocessing.images", "lesion.outcome").ShouldContain("prepared");
        Values("lesion.training.slices", "lesion.outcome").ShouldBe(["done"]);
        Values("lesion.inference.model.info", "lesion.model.alias").ShouldBe(["challenger", "champion"]);
        Values("lesion.inference.model.info", "lesion.device").ShouldBe(["cpu"]);
        Values("lesion.messaging.in_flight", "messaging.destination.name").ShouldContain("lesion.inference.model-promoted");
        Values("lesion.sweep.duration", "lesion.sweep").ShouldBe(["catalog", "champion", "inbox", "preparation", "requests", "training"]);
    }

    [Fact]
    public async Task Processes_say_who_they_are()
    {
        await system.LiveAsync(Cancellation);

        system.Receiver.Resources.Keys.Order().ShouldBe(
            ["lesion-gateway", "lesion-inference", "lesion-ingestion", "lesion-preprocessing", "lesion-training"]);
        foreach (var resource in system.Receiver.Resources.Values)
        {
            resource["service.version"].ShouldBe("0.1.0");
            resource["service.instance.id"].ShouldStartWith(Environment.MachineName);
        }
    }

    [Fact]
    public async Task No_name_of_a_person_is_told()
    {
        await system.LiveAsync(Cancellation);

        system.Receiver.LogEntries.ShouldBeGreaterThan(0);
        system.Receiver.Texts.Where(text => text.Contains(ObservedSystem.Person, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prometheus_may_ask_each_process()
    {
        await system.LiveAsync(Cancellation);

        var metrics = await system.Deployed.Of(Service.Ingestion).Single().Http.GetStringAsync("metrics", Cancellation);

        metrics.ShouldContain("lesion_ingestion_drops_total{");
        metrics.ShouldContain("lesion_ingestion_lag_seconds_bucket{");
    }

    private IEnumerable<string> Values(string instrument, string attribute) =>
        system.Receiver.Instruments.Single(one => one.Name == instrument).Attributes[attribute].Order();
}
