using Lesion.Imaging;

namespace Lesion.Learning.Augmentation;

/// <summary>The part of an image that is kept, in coordinates from -1 to 1 across it.</summary>
/// <param name="Width">As a share of the image's.</param>
/// <param name="Height">Likewise.</param>
/// <param name="CentreX">Where its middle lies.</param>
/// <param name="CentreY">Likewise.</param>
internal readonly record struct CropWindow(double Width, double Height, double CentreX, double CentreY)
{
    /// <summary>Of the way from the image's middle to where the crop would touch the border.</summary>
    private const double LargestOffset = 0.5;

    public static CropWindow Draw(AugmentationRecipe recipe, SeededRandom random)
    {
        var area = 1 - recipe.Crop * random.NextUnit();
        var stretch = Math.Log(1 + recipe.Stretch);
        var aspect = Math.Exp(random.Between(-stretch, stretch));
        var (width, height) = (Math.Min(1, Math.Sqrt(area * aspect)), Math.Min(1, Math.Sqrt(area / aspect)));
        return new CropWindow(
            width,
            height,
            LargestOffset * (1 - width) * random.Between(-1, 1),
            LargestOffset * (1 - height) * random.Between(-1, 1));
    }
}
