namespace Lesion.Imaging;

/// <summary>All views of a picture in one PNG, one above the other: one object an image.</summary>
public static class ViewSheet
{
    /// <summary>A PNG of <paramref name="size"/> × (<paramref name="size"/> · number of views).</summary>
    public static byte[] Encode(IReadOnlyList<AugmentedView> views, int size) => throw new NotSupportedException();

    /// <summary>The pixels of each view: RGB, row-major HWC, <c>size * size * 3</c> bytes.</summary>
    /// <exception cref="BadImageException">The PNG is damaged, or no sheet of views of this size.</exception>
    public static IReadOnlyList<byte[]> Decode(ReadOnlyMemory<byte> png, int size) => throw new NotSupportedException();
}
