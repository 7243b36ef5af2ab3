namespace Lesion.Imaging;

/// <summary>Seeded augmented views, cut from the full-size original.</summary>
public static class AugmentedViews
{
    /// <summary>
    /// The views of one picture. The same bytes, id and recipe give the same pixels; view k does not depend on how many
    /// views are asked for.
    /// </summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static IReadOnlyList<AugmentedView> Make(
        ReadOnlyMemory<byte> original, string imageId, ViewRecipe recipe) =>
        throw new NotSupportedException();
}
