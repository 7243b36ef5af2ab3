namespace Lesion.Imaging;

/// <summary>What is refused from the header alone, before a pixel is decoded.</summary>
public static class ImageLimits
{
    /// <summary>The most pixels in a picture: 150 million, above any camera's and below what would exhaust memory.</summary>
    public const long MaxPixels = 150_000_000;

    /// <summary>The longest side in pixels.</summary>
    public const int MaxSide = 30_000;
}
