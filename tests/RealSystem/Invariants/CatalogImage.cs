using Lesion.Contracts;

namespace Lesion.Testing;

/// <summary>An image as <c>/v1/images/{id}</c> has it.</summary>
/// <param name="Measures">By recipe.</param>
internal sealed record CatalogImage(IReadOnlyList<DropRecord> Drops, IReadOnlyDictionary<string, CatalogMeasures> Measures);
