using Lesion.Imaging;

namespace Lesion.Benchmarks.Services;

/// <summary>Pictures that cost what photographs of lesions cost: a blotch on skin, noise of a sensor, all different.</summary>
internal static class Photographs
{
    public const int Size = 224;

    private const int Quality = 90;

    /// <summary>A JPEG of <see cref="Size"/> × <see cref="Size"/> pixels; no two seeds give the same.</summary>
    public static byte[] Paint(int seed)
    {
        var random = new Random(seed);
        var (x0, y0) = (Size * (0.4 + (0.2 * random.NextDouble())), Size * (0.4 + (0.2 * random.NextDouble())));
        var radius = Size * (0.15 + (0.2 * random.NextDouble()));
        var (phase, lobes, darkness) = (random.NextDouble() * Math.Tau, random.Next(2, 7), 60 + random.Next(60));
        var pixels = new byte[Size * Size * 3];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (dx, dy) = (x - x0, y - y0);
                var edge = radius * (1 + (0.2 * Math.Sin((lobes * Math.Atan2(dy, dx)) + phase)));
                var lesion = darkness / (1 + Math.Exp((Math.Sqrt((dx * dx) + (dy * dy)) - edge) / 4));
                var noise = random.Next(-7, 8);
                var at = ((y * Size) + x) * 3;
                pixels[at] = Channel(205 - (0.8 * lesion) + noise);
                pixels[at + 1] = Channel(160 - lesion + noise);
                pixels[at + 2] = Channel(145 - lesion + noise);
            }
        }

        return Jpeg.Encode(new RgbImage(pixels, Size, Size), Quality);
    }

    private static byte Channel(double value) => (byte)Math.Clamp(value, 0, 255);
}
