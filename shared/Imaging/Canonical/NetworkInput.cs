using NetVips;

namespace Lesion.Imaging;

/// <summary>
/// The input of a network: the whole canonical image resized to S × S (its aspect is not kept), RGB, row-major HWC,
/// <c>S * S * 3</c> bytes. Both ways give the same bytes for the same picture.
/// </summary>
public static class NetworkInput
{
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static byte[] FromOriginal(
        ReadOnlyMemory<byte> original, CanonicalRecipe canonical, NetworkInputRecipe recipe) =>
        FromPixels(CanonicalImage.Render(original, canonical), recipe);

    /// <param name="png">What <see cref="CanonicalImage.Make"/> gave.</param>
    /// <param name="recipe">Size and filter.</param>
    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static byte[] FromCanonical(ReadOnlyMemory<byte> png, NetworkInputRecipe recipe) =>
        FromPixels(CanonicalImage.Decode(png), recipe);

    private static byte[] FromPixels(RgbImage canonical, NetworkInputRecipe recipe) =>
        Libvips.Resize(canonical, recipe.Size, recipe.Size, Kernel(recipe.Filter)).Pixels;

    private static Enums.Kernel Kernel(string filter) => filter switch
    {
        "lanczos3" => Enums.Kernel.Lanczos3,
        "cubic" => Enums.Kernel.Cubic,
        "linear" => Enums.Kernel.Linear,
        _ => throw new ArgumentException($"The filter '{filter}' is not lanczos3, cubic or linear.", nameof(filter)),
    };
}
