namespace Lesion.Contracts;

/// <summary>An image has its canonical form, its perceptual hash, its quality figures, and its augmented views where any were asked for.</summary>
public sealed record ImagePrepared
{
    public required string ImageId { get; init; }

    /// <summary>The id of the recipe that made the canonical form.</summary>
    public required string Recipe { get; init; }

    /// <summary>The canonical form: a lossless sRGB PNG without metadata.</summary>
    public required ObjectReference Canonical { get; init; }

    /// <summary>Pixels across, orientation applied.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels down, orientation applied.</summary>
    public required int Height { get; init; }

    /// <summary>The id of the recipe that made the views; null where none were made.</summary>
    public string? ViewRecipe { get; init; }

    /// <summary>The sheet of augmented views; null where none were made.</summary>
    public ObjectReference? Views { get; init; }

    /// <summary>256 bits as 64 hexadecimal digits.</summary>
    public required string PerceptualHash { get; init; }

    /// <summary>Variance of the Laplacian of the luminance; higher is sharper.</summary>
    public required double Sharpness { get; init; }

    /// <summary>Mean luminance in [0, 1].</summary>
    public required double Exposure { get; init; }
}
