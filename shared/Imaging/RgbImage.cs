namespace Lesion.Imaging;

/// <summary>Decoded pixels: sRGB, 8 bits, row-major HWC, <c>Width * Height * 3</c> bytes.</summary>
public sealed record RgbImage(byte[] Pixels, int Width, int Height)
{
    /// <summary>Bytes a pixel.</summary>
    public const int Channels = 3;

    /// <summary>The middle of the picture, of the same aspect up to a pixel.</summary>
    /// <param name="share">Its sides as a share of the picture's: above 0, at most 1.</param>
    public RgbImage Centre(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var (width, height) = (Side(Width), Side(Height));
        var (left, top) = ((Width - width) / 2, (Height - height) / 2);
        var pixels = new byte[width * height * Channels];
        for (var y = 0; y < height; y++)
        {
            Pixels.AsSpan((((top + y) * Width) + left) * Channels, width * Channels)
                .CopyTo(pixels.AsSpan(y * width * Channels));
        }

        return new RgbImage(pixels, width, height);

        int Side(int whole) => Math.Max(1, (int)Math.Round(whole * share));
    }
}
