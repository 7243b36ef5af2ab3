using NetVips;

namespace Lesion.Imaging;

/// <summary>Lossless storage of pixels: PNG with the fastest useful compression and no metadata.</summary>
internal static class Png
{
    public static byte[] Encode(RgbImage image)
    {
        using var pixels = Libvips.Wrap(image);
        return pixels.PngsaveBuffer(
            compression: 2, filter: Enums.ForeignPngFilter.Up, keep: Enums.ForeignKeep.None);
    }

    /// <exception cref="BadImageException">The bytes are no PNG as <see cref="Encode"/> makes them.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> png)
    {
        var header = ImageInspector.Inspect(png);
        return header.Format == ImageFormat.Png
            ? Decoder.Decode(png, header, header.Width, header.Height)
            : throw new BadImageException(
                BadImageReason.UnsupportedFormat, $"A prepared image is a PNG, this is a {header.Format}. Prepare it again.");
    }
}
