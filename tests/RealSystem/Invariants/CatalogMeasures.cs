namespace Lesion.Testing;

/// <summary>What the catalog knows of a prepared image.</summary>
internal sealed record CatalogMeasures(int Width, int Height, string PerceptualHash);
