namespace Lesion.Imaging;

/// <summary>Tells from the bytes, never from the name, whether they are a picture that is accepted.</summary>
public static class ImageInspector
{
    /// <summary>Reads the header only; pixels that are cut off are found by <see cref="CanonicalImage.Make"/>.</summary>
    /// <exception cref="BadImageException">The bytes are no picture, or one that is not accepted.</exception>
    public static ImageHeader Inspect(ReadOnlyMemory<byte> bytes) => throw new NotSupportedException();
}
