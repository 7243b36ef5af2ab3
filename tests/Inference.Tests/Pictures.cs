using Lesion.Imaging;

namespace Lesion.Inference.Tests;

/// <summary>Small pictures with content that differs by seed.</summary>
internal static class Pictures
{
    public static byte[] Png(int seed, int width = 40, int height = 30) =>
        CanonicalImage.Encode(new RgbImage(Pixels(seed, width, height), width, height)).Png;

    /// <summary>An input as the tiny model takes it.</summary>
    public static byte[] Input(int seed, int size = 8) => Pixels(seed, size, size);

    private static byte[] Pixels(int seed, int width, int height)
    {
        var random = new Random(seed);
        var pixels = new byte[width * height * 3];
        random.NextBytes(pixels);
        var mean = new byte[3];
        random.NextBytes(mean);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((pixels[i] / 2) + (mean[i % 3] / 2));
        }

        return pixels;
    }
}
