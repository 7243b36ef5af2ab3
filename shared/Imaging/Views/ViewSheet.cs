namespace Lesion.Imaging;

/// <summary>All views of a picture in one PNG, one above the other: one object an image.</summary>
public static class ViewSheet
{
    /// <summary>A PNG of <paramref name="size"/> × (<paramref name="size"/> · number of views).</summary>
    public static byte[] Encode(IReadOnlyList<AugmentedView> views, int size)
    {
        var tile = TileBytes(size);
        var pixels = new byte[tile * views.Count];
        for (var i = 0; i < views.Count; i++)
        {
            views[i].Pixels.CopyTo(pixels, i * tile);
        }

        return Png.Encode(new RgbImage(pixels, size, size * views.Count));
    }

    /// <summary>The pixels of each view: RGB, row-major HWC, <c>size * size * 3</c> bytes.</summary>
    /// <exception cref="BadImageException">The PNG is damaged, or no sheet of views of this size.</exception>
    public static IReadOnlyList<byte[]> Decode(ReadOnlyMemory<byte> png, int size)
    {
        var sheet = Png.Decode(png);
        if (sheet.Width != size || sheet.Height % size != 0)
        {
            throw new BadImageException(
                BadImageReason.UnsupportedFormat,
                $"A sheet of views of {size} pixels is {size} wide and a multiple of that high, this is "
                + $"{sheet.Width} × {sheet.Height}. Prepare the image again.");
        }

        return sheet.Pixels.Chunk(TileBytes(size)).ToArray();
    }

    private static int TileBytes(int size) => size * size * 3;
}
