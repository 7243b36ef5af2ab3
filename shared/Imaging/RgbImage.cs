namespace Lesion.Imaging;

/// <summary>Decoded pixels: sRGB, 8 bits, row-major HWC, <c>Width * Height * 3</c> bytes.</summary>
public sealed record RgbImage(byte[] Pixels, int Width, int Height);
