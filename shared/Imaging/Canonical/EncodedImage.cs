namespace Lesion.Imaging;

/// <summary>A picture as PNG bytes, with its size in pixels.</summary>
public sealed record EncodedImage(byte[] Png, int Width, int Height);
