namespace Lesion.Imaging;

/// <summary>Encodes pixels for people to look at; what the system itself reads again is stored losslessly.</summary>
public static class Jpeg
{
    /// <param name="image">The pixels.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] Encode(RgbImage image, int quality)
    {
        using var pixels = Libvips.Wrap(image);
        return pixels.JpegsaveBuffer(q: quality);
    }
}
