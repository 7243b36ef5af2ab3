namespace Lesion.Testing;

/// <summary>An instrument, and what was ever measured with it, in whatever process.</summary>
/// <param name="Kind">Such as <c>counter</c>, <c>up-down counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Attributes">Each value that each attribute ever had.</param>
public sealed record ReceivedInstrument(
    string Name, string Unit, string Kind, IReadOnlyDictionary<string, IReadOnlySet<string>> Attributes);
