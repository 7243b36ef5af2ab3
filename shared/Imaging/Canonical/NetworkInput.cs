using NetVips;

namespace Lesion.Imaging;

/// <summary>
/// The input of a network: the whole canonical image resized to S × S (its aspect is not kept) and, where the recipe has
/// one, its central crop resized likewise; RGB, C pictures of row-major HWC, <c>C * S * S * 3</c> bytes. Both ways give the
/// same bytes for the same picture.
/// </summary>
public static class NetworkInput
{
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static byte[] FromOriginal(
        ReadOnlyMemory<byte> original, CanonicalRecipe canonical, NetworkInputRecipe recipe) =>
        FromPixels(CanonicalImage.Render(original, canonical), recipe);

    /// <param name="png">What <see cref="CanonicalImage.Make"/> gave.</param>
    /// <param name="recipe">Size, filter and crop.</param>
    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static byte[] FromCanonical(ReadOnlyMemory<byte> png, NetworkInputRecipe recipe) =>
        FromPixels(CanonicalImage.Decode(png), recipe);

    /// <summary>Writes the rows that a network is shown of an image: the first orientations of each of its pictures.</summary>
    /// <param name="input">C pictures, as the other methods give them.</param>
    /// <param name="size">S.</param>
    /// <param name="orientations">V, 1 to 8, of each picture.</param>
    /// <param name="rows"><c>C * V * S * S * 3</c> bytes; the first row is the whole image upright.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void WriteRows(ReadOnlySpan<byte> input, int size, int orientations, Span<byte> rows)
    {
        var picture = size * size * RgbImage.Channels;
        for (var start = 0; start < input.Length; start += picture)
        {
            Orientations.WriteFirst(
                input[start..Math.Min(start + picture, input.Length)], size, orientations, rows.Slice(start * orientations, picture * orientations));
        }
    }

    private static byte[] FromPixels(RgbImage canonical, NetworkInputRecipe recipe)
    {
        var whole = Resized(canonical, recipe);
        return recipe.CentreCrop is { } share ? [.. whole, .. Resized(canonical.Centre(share), recipe)] : whole;
    }

    private static byte[] Resized(RgbImage image, NetworkInputRecipe recipe) =>
        Libvips.Resize(image, recipe.Size, recipe.Size, Kernel(recipe.Filter)).Pixels;

    private static Enums.Kernel Kernel(string filter) => filter switch
    {
        "lanczos3" => Enums.Kernel.Lanczos3,
        "cubic" => Enums.Kernel.Cubic,
        "linear" => Enums.Kernel.Linear,
        _ => throw new ArgumentException($"The filter '{filter}' is not lanczos3, cubic or linear.", nameof(filter)),
    };
}
