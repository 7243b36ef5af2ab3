using Lesion.Imaging;
using Lesion.Learning.Native;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Images;

internal static class PixelTensor
{
    /// <summary>uint8 [N, C, S, S, 3] of inputs as <see cref="NetworkInput"/> makes them.</summary>
    public static Tensor Of(IReadOnlyList<byte[]> inputs, NetworkInputRecipe recipe) =>
        Of(inputs, Shape(inputs.Count, recipe));

    /// <summary>uint8 [N, S, S, 3] of single pictures.</summary>
    /// <param name="size">S.</param>
    public static Tensor Of(IReadOnlyList<byte[]> pictures, int size) => Of(pictures, [pictures.Count, size, size, RgbImage.Channels]);

    /// <summary>[N, C, S, S, 3].</summary>
    public static long[] Shape(int count, NetworkInputRecipe recipe) =>
        [count, recipe.Crops, recipe.Size, recipe.Size, RgbImage.Channels];

    private static Tensor Of(IReadOnlyList<byte[]> images, long[] shape)
    {
        var length = (int)shape[1..].Aggregate((total, side) => total * side);
        var pixels = new byte[images.Count * length];
        for (var i = 0; i < images.Count; i++)
            images[i].CopyTo(pixels, i * length);
        return NativeTensor.Of(pixels, shape);
    }
}
