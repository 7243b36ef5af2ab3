namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>An instrument as <c>docs/telemetry.md</c> lists it, by its OpenTelemetry name.</summary>
/// <param name="Attributes">Their names, with dots.</param>
/// <param name="Values">Of its attributes, those that are told; empty where none is, and any may come.</param>
internal sealed record ListedInstrument(
    string Name, string Unit, InstrumentKind Kind, IReadOnlySet<string> Attributes, IReadOnlySet<string> Values);
