using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Preprocessing;

/// <summary>Everything that is made of one image, as objects to be put.</summary>
/// <param name="Canonical">The canonical form, a PNG.</param>
/// <param name="Metadata">Of the canonical form's object: what <see cref="ImagePrepared"/> says.</param>
/// <param name="Views">The sheet of augmented views, a PNG.</param>
/// <param name="ViewParameters">What was done to the original for each view, JSON.</param>
internal sealed record PreparedImage(
    byte[] Canonical,
    IReadOnlyDictionary<string, string> Metadata,
    byte[] Views,
    byte[] ViewParameters)
{
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static PreparedImage Make(
        ReadOnlyMemory<byte> original, string imageId, CanonicalRecipe recipe, ViewRecipe viewRecipe)
    {
        var pixels = CanonicalImage.Render(original, recipe);
        var quality = ImageQuality.Measure(pixels);
        var views = AugmentedViews.Make(original, imageId, viewRecipe);
        var metadata = new Dictionary<string, string>
        {
            [ObjectMetadata.Width] = $"{pixels.Width}",
            [ObjectMetadata.Height] = $"{pixels.Height}",
            [ObjectMetadata.PerceptualHash] = PerceptualHash.Compute(pixels).ToString(),
            [ObjectMetadata.Sharpness] = $"{quality.Sharpness:R}",
            [ObjectMetadata.Exposure] = $"{quality.Exposure:R}",
            [ObjectMetadata.ViewRecipe] = viewRecipe.Id,
        };
        return new PreparedImage(
            CanonicalImage.Encode(pixels).Png,
            metadata,
            ViewSheet.Encode(views, viewRecipe.Size),
            JsonSerializer.SerializeToUtf8Bytes(
                new { Recipe = viewRecipe, Views = views.Select(view => view.Parameters) }, LesionJson.Options));
    }

    /// <summary>The event as the stored canonical form tells it, without decoding anything.</summary>
    public static ImagePrepared Describe(ObjectInfo canonical, string imageId, string recipe)
    {
        var viewRecipe = canonical.Metadata[ObjectMetadata.ViewRecipe];
        return new ImagePrepared
        {
            ImageId = imageId,
            Recipe = recipe,
            Canonical = new ObjectReference { Bucket = canonical.Bucket, Key = canonical.Key, ETag = canonical.ETag },
            Width = int.Parse(canonical.Metadata[ObjectMetadata.Width]),
            Height = int.Parse(canonical.Metadata[ObjectMetadata.Height]),
            ViewRecipe = viewRecipe,
            Views = new ObjectReference { Bucket = canonical.Bucket, Key = Keys.Views(viewRecipe, imageId) },
            PerceptualHash = canonical.Metadata[ObjectMetadata.PerceptualHash],
            Sharpness = double.Parse(canonical.Metadata[ObjectMetadata.Sharpness]),
            Exposure = double.Parse(canonical.Metadata[ObjectMetadata.Exposure]),
        };
    }
}
