namespace Lesion.Integration.Invariants;

/// <summary>The tests that share a <see cref="SettledSystem"/>; each leaves it as it was.</summary>
[CollectionDefinition(nameof(SettledSystem))]
public sealed class SettledSystemCollection : ICollectionFixture<SettledSystem>;
