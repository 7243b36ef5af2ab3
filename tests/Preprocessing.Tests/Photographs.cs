using NetVips;

namespace Lesion.Preprocessing.Tests;

/// <summary>Small pictures, each number another one.</summary>
internal static class Photographs
{
    public static byte[] Jpeg(int number)
    {
        using var noise = Image.Gaussnoise(640, 480, sigma: 40, mean: 128, seed: number);
        using var smooth = noise.Gaussblur(4);
        using var colour = smooth.Bandjoin(smooth, noise);
        using var bytes = colour.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return bytes.JpegsaveBuffer();
    }

    public static byte[] TruncatedJpeg(int number)
    {
        var jpeg = Jpeg(number);
        return jpeg[..(jpeg.Length * 2 / 3)];
    }
}
