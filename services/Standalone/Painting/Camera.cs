using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>Light, lens and sensor: exposure, white balance, vignette, blur, noise and JPEG, whatever the class.</summary>
internal static class Camera
{
    public static byte[] Photograph(Canvas canvas, SeededRandom random)
    {
        Expose(canvas, random);
        if (random.Chance(0.6))
        {
            Blur(canvas, random.Uniform(0.05f, 0.24f));
        }

        AddNoise(canvas, random);
        return Jpeg.Encode(canvas.ToImage(), random.Count(78, 93));
    }

    private static void Expose(Canvas canvas, SeededRandom random)
    {
        var exposure = random.Uniform(0.78f, 1.14f);
        float[] gains =
        [
            exposure * random.Uniform(0.96f, 1.05f), exposure * random.Uniform(0.96f, 1.04f), exposure * random.Uniform(0.92f, 1.1f),
        ];
        var (slopeX, slopeY) = (random.Normal(0, 0.06f), random.Normal(0, 0.06f));
        var (centreX, centreY) = ((canvas.Width / 2f) + random.Normal(0, 12), (canvas.Height / 2f) + random.Normal(0, 9));
        var falloff = random.Uniform(0, 0.3f);
        // The rim of a dermatoscope's field, on some.
        var rim = random.Chance(0.25) ? random.Uniform(0.52f, 0.64f) * canvas.Width : float.MaxValue;
        var halfDiagonal = MathF.Sqrt((canvas.Width * canvas.Width) + (canvas.Height * canvas.Height)) / 2;
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var (dx, dy) = (x - centreX, y - centreY);
                var distance = MathF.Sqrt((dx * dx) + (dy * dy));
                var relative = distance / halfDiagonal;
                var light = (1 - (falloff * relative * relative)) * (1 + (slopeX * dx / canvas.Width) + (slopeY * dy / canvas.Height))
                    * (0.04f + (0.96f * Math.Clamp((rim - distance) / 14, 0, 1)));
                var pixel = canvas.At(x, y);
                for (var c = 0; c < 3; c++)
                {
                    pixel[c] *= light * gains[c];
                }
            }
        }
    }

    /// <summary>A three-pixel average across, then down; <paramref name="side"/> is the weight of each neighbour.</summary>
    private static void Blur(Canvas canvas, float side)
    {
        BlurAlong(canvas, 3, side);
        BlurAlong(canvas, canvas.Width * 3, side);
    }

    private static void BlurAlong(Canvas canvas, int stride, float side)
    {
        var source = canvas.Pixels.AsSpan().ToArray();
        for (var i = stride; i < source.Length - stride; i++)
        {
            canvas.Pixels[i] = ((1 - (2 * side)) * source[i]) + (side * (source[i - stride] + source[i + stride]));
        }
    }

    private static void AddNoise(Canvas canvas, SeededRandom random)
    {
        var luminance = random.Uniform(0.002f, 0.014f);
        var chroma = luminance * 0.5f;
        for (var i = 0; i < canvas.Pixels.Length; i += 3)
        {
            var shared = random.Normal(0, luminance);
            canvas.Pixels[i] += shared + random.Normal(0, chroma);
            canvas.Pixels[i + 1] += shared + random.Normal(0, chroma);
            canvas.Pixels[i + 2] += shared + random.Normal(0, chroma);
        }
    }
}
