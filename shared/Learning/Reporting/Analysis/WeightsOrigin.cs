namespace Lesion.Learning.Reporting;

/// <summary>Where the pretrained weights come from.</summary>
/// <param name="Name">By which the recipe names them.</param>
/// <param name="Network">The network that they are for.</param>
/// <param name="Licence">Their terms, as far as they are known.</param>
public sealed record WeightsOrigin(string Name, string Network, string Licence);
