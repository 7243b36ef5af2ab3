namespace Lesion.Gateway.Catalog;

/// <summary>The canonical form of an image by one recipe.</summary>
internal sealed class PreparedRow
{
    public required string ImageId { get; init; }

    public required string Recipe { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Null where no views were made with it.</summary>
    public string? ViewRecipe { get; init; }

    public required string PerceptualHash { get; init; }

    public required double Sharpness { get; init; }

    public required double Exposure { get; init; }
}
