namespace Lesion.Imaging;

/// <summary>
/// The one form in which every picture is seen: orientation applied, sRGB, 8 bits, three channels, alpha on white,
/// no metadata, shorter side at most <see cref="CanonicalRecipe.ShortSide"/>.
/// </summary>
public static class CanonicalImage
{
    /// <summary>The canonical pixels of a picture.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static RgbImage Render(ReadOnlyMemory<byte> original, CanonicalRecipe recipe)
    {
        var header = ImageInspector.Inspect(original);
        var scale = Math.Min(1, (double)recipe.ShortSide / Math.Min(header.Width, header.Height));
        return Decoder.Decode(original, header, Scaled(header.Width, scale), Scaled(header.Height, scale));
    }

    /// <summary>The canonical pixels of a picture as a PNG without metadata.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static EncodedImage Make(ReadOnlyMemory<byte> original, CanonicalRecipe recipe) =>
        Encode(Render(original, recipe));

    /// <summary>Encodes what <see cref="Render"/> gave.</summary>
    public static EncodedImage Encode(RgbImage image) => new(Png.Encode(image), image.Width, image.Height);

    /// <summary>Decodes what <see cref="Make"/> gave.</summary>
    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> png) => Png.Decode(png);

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
