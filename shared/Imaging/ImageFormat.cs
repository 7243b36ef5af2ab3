namespace Lesion.Imaging;

/// <summary>The formats that are read. Anything else is refused with <see cref="BadImageException"/>.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Tiff,
    Bmp,
}
