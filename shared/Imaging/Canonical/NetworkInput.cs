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
        throw new NotSupportedException();

    /// <param name="png">What <see cref="CanonicalImage.Make"/> gave.</param>
    /// <param name="recipe">Size and filter.</param>
    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static byte[] FromCanonical(ReadOnlyMemory<byte> png, NetworkInputRecipe recipe) =>
        throw new NotSupportedException();
}
