namespace Lesion.Imaging;

/// <summary>
/// The one form in which every picture is seen: orientation applied, sRGB, 8 bits, three channels, alpha on white,
/// no metadata, shorter side at most <see cref="CanonicalRecipe.ShortSide"/>.
/// </summary>
public static class CanonicalImage
{
    /// <summary>The canonical pixels of a picture.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static RgbImage Render(ReadOnlyMemory<byte> original, CanonicalRecipe recipe) =>
        throw new NotSupportedException();

    /// <summary>The canonical pixels of a picture as a PNG without metadata.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static EncodedImage Make(ReadOnlyMemory<byte> original, CanonicalRecipe recipe) =>
        throw new NotSupportedException();
}
