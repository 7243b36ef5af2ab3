using Lesion.Imaging;

namespace Lesion.Learning.Training.Images;

/// <summary>One image as the network sees it.</summary>
/// <param name="Input">What serving shows the network, see <see cref="NetworkInput"/>: C pictures of <c>S * S * 3</c> bytes.</param>
/// <param name="Views">Augmented views of <c>S * S * 3</c> bytes each; none where none were asked for.</param>
public sealed record TrainingPixels(byte[] Input, IReadOnlyList<byte[]> Views)
{
    /// <summary>The whole image, the first picture of <see cref="Input"/>.</summary>
    /// <param name="size">S.</param>
    public RgbImage Whole(int size) => new(Input[..(size * size * RgbImage.Channels)], size, size);
}
