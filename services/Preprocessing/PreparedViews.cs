using System.Text.Json;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Preprocessing;

/// <summary>The augmented views of one image, as objects to be put.</summary>
/// <param name="Recipe">The id of the recipe that made them.</param>
/// <param name="Sheet">The views one above the other, a PNG.</param>
/// <param name="Parameters">What was done to the original for each view, JSON.</param>
internal sealed record PreparedViews(string Recipe, byte[] Sheet, byte[] Parameters)
{
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static PreparedViews Make(ReadOnlyMemory<byte> original, string imageId, ViewRecipe recipe)
    {
        var views = AugmentedViews.Make(original, imageId, recipe);
        return new PreparedViews(
            recipe.Id,
            ViewSheet.Encode(views, recipe.Size),
            JsonSerializer.SerializeToUtf8Bytes(
                new { Recipe = recipe, Views = views.Select(view => view.Parameters) }, LesionJson.Options));
    }
}
