using static TorchSharp.torch;

namespace Lesion.Learning.Training.Images;

internal static class PixelTensor
{
    /// <summary>uint8 [N, S, S, 3] of images of <c>S * S * 3</c> bytes each.</summary>
    public static Tensor Of(IReadOnlyList<byte[]> images, int size)
    {
        var pixels = new byte[images.Count * size * size * 3];
        for (var i = 0; i < images.Count; i++)
            images[i].CopyTo(pixels, i * size * size * 3);
        return tensor(pixels, [images.Count, size, size, 3], ScalarType.Byte);
    }
}
