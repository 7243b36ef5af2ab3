namespace Lesion.Integration.Telemetry;

/// <summary>An instrument as the documents list it.</summary>
internal sealed record ListedInstrument(string Name, string Unit, string Kind, IReadOnlyList<string> Attributes);
