using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>A picture in the making: red, green and blue as reflectance, 0 (black) to 1 (white).</summary>
internal sealed class Canvas(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Row-major HWC.</summary>
    public float[] Pixels { get; } = new float[width * height * 3];

    public Span<float> At(int x, int y) => Pixels.AsSpan(((y * Width) + x) * 3, 3);

    /// <summary>Mixes a colour into a pixel; outside the canvas nothing happens.</summary>
    public void Blend(int x, int y, Rgb colour, float share)
    {
        if (x >= 0 && y >= 0 && x < Width && y < Height)
        {
            var pixel = At(x, y);
            pixel[0] += (colour.Red - pixel[0]) * share;
            pixel[1] += (colour.Green - pixel[1]) * share;
            pixel[2] += (colour.Blue - pixel[2]) * share;
        }
    }

    /// <summary>Mixes a colour into a round spot with a soft edge.</summary>
    public void Dot(float centreX, float centreY, float radius, Rgb colour, float share)
    {
        var reach = radius + 1;
        for (var y = (int)(centreY - reach); y <= centreY + reach + 1; y++)
        {
            for (var x = (int)(centreX - reach); x <= centreX + reach + 1; x++)
            {
                var distance = MathF.Sqrt(((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY)));
                Blend(x, y, colour, share * Math.Clamp(radius + 0.5f - distance, 0, 1));
            }
        }
    }

    public RgbImage ToImage()
    {
        var bytes = new byte[Pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp((Pixels[i] * 255) + 0.5f, 0, 255);
        }

        return new RgbImage(bytes, Width, Height);
    }
}
