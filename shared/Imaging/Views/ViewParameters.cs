namespace Lesion.Imaging;

/// <summary>What was done to the original to get one view; recorded with the view.</summary>
/// <param name="CropX">Left edge of the crop as a share of the picture's width.</param>
/// <param name="CropY">Top edge of the crop as a share of the picture's height.</param>
/// <param name="CropWidth">Width of the crop as a share of the picture's width.</param>
/// <param name="CropHeight">Height of the crop as a share of the picture's height.</param>
/// <param name="Rotation">Degrees by which the crop is turned about its centre; what lies outside is mirrored in.</param>
/// <param name="FlipHorizontal">Left and right are exchanged.</param>
/// <param name="FlipVertical">Top and bottom are exchanged.</param>
/// <param name="Brightness">A factor on every channel.</param>
/// <param name="Contrast">A factor on the distance from the picture's mean luminance.</param>
/// <param name="Saturation">A factor on the distance from grey.</param>
/// <param name="Hue">Degrees by which the hue is turned.</param>
public sealed record ViewParameters(
    double CropX,
    double CropY,
    double CropWidth,
    double CropHeight,
    double Rotation,
    bool FlipHorizontal,
    bool FlipVertical,
    double Brightness,
    double Contrast,
    double Saturation,
    double Hue)
{
    /// <summary>The parameters of view <paramref name="number"/> of an image: a function of its arguments alone.</summary>
    public static ViewParameters Draw(string imageId, int number, ViewRecipe recipe)
    {
        var random = SeededRandom.From($"{imageId}/{recipe.Seed}/{number}");
        double Symmetric(double strength) => random.Between(-strength, strength);

        var area = random.Between(recipe.MinCropArea, recipe.MaxCropArea);
        var aspect = Math.Exp(Symmetric(Math.Log(recipe.AspectJitter)));
        var width = Math.Min(1, Math.Sqrt(area * aspect));
        var height = Math.Min(1, Math.Sqrt(area / aspect));
        return new ViewParameters(
            random.Between(0, 1 - width),
            random.Between(0, 1 - height),
            width,
            height,
            Symmetric(recipe.MaxRotation),
            // Drawn in either case, so that switching a flip off leaves everything else as it was.
            random.Coin() & recipe.FlipHorizontal,
            random.Coin() & recipe.FlipVertical,
            1 + Symmetric(recipe.Brightness),
            1 + Symmetric(recipe.Contrast),
            1 + Symmetric(recipe.Saturation),
            Symmetric(recipe.Hue));
    }
}
