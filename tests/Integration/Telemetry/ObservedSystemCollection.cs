namespace Lesion.Integration.Telemetry;

/// <summary>The tests that look at what one <see cref="ObservedSystem"/> told of itself.</summary>
[CollectionDefinition(nameof(ObservedSystem))]
public sealed class ObservedSystemCollection : ICollectionFixture<ObservedSystem>;
