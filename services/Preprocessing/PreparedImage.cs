using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Preprocessing;

/// <summary>Everything that is made of one image, as objects to be put.</summary>
/// <param name="Canonical">The canonical form, a PNG.</param>
/// <param name="Metadata">Of the canonical form's object: what <see cref="ImagePrepared"/> says.</param>
/// <param name="Views">The augmented views; null where none were asked for.</param>
internal sealed record PreparedImage(byte[] Canonical, IReadOnlyDictionary<string, string> Metadata, PreparedViews? Views)
{
    /// <param name="viewRecipe">The views to make beside the canonical form; null makes none.</param>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static PreparedImage Make(
        ReadOnlyMemory<byte> original, string imageId, CanonicalRecipe recipe, ViewRecipe? viewRecipe)
    {
        var pixels = CanonicalImage.Render(original, recipe);
        var quality = ImageQuality.Measure(pixels);
        var views = viewRecipe is null ? null : PreparedViews.Make(original, imageId, viewRecipe);
        var metadata = new Dictionary<string, string>
        {
            [ObjectMetadata.Width] = $"{pixels.Width}",
            [ObjectMetadata.Height] = $"{pixels.Height}",
            [ObjectMetadata.PerceptualHash] = PerceptualHash.Compute(pixels).ToString(),
            [ObjectMetadata.Sharpness] = $"{quality.Sharpness:R}",
            [ObjectMetadata.Exposure] = $"{quality.Exposure:R}",
        };
        if (views is not null)
        {
            metadata[ObjectMetadata.ViewRecipe] = views.Recipe;
        }

        return new PreparedImage(CanonicalImage.Encode(pixels).Png, metadata, views);
    }

    /// <summary>The event as the stored canonical form tells it, without decoding anything.</summary>
    public static ImagePrepared Describe(ObjectInfo canonical, string imageId, string recipe)
    {
        var viewRecipe = canonical.Metadata.GetValueOrDefault(ObjectMetadata.ViewRecipe);
        return new ImagePrepared
        {
            ImageId = imageId,
            Recipe = recipe,
            Canonical = new ObjectReference { Bucket = canonical.Bucket, Key = canonical.Key, ETag = canonical.ETag },
            Width = int.Parse(canonical.Metadata[ObjectMetadata.Width]),
            Height = int.Parse(canonical.Metadata[ObjectMetadata.Height]),
            ViewRecipe = viewRecipe,
            Views = viewRecipe is null
                ? null
                : new ObjectReference { Bucket = canonical.Bucket, Key = Keys.Views(viewRecipe, imageId) },
            PerceptualHash = canonical.Metadata[ObjectMetadata.PerceptualHash],
            Sharpness = double.Parse(canonical.Metadata[ObjectMetadata.Sharpness]),
            Exposure = double.Parse(canonical.Metadata[ObjectMetadata.Exposure]),
        };
    }
}
