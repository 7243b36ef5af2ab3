using NetVips;

namespace Lesion.Imaging;

/// <summary>Seeded augmented views, cut from the full-size original.</summary>
public static class AugmentedViews
{
    /// <summary>
    /// The views of one picture. The same bytes, id and recipe give the same pixels; view k does not depend on how many
    /// views are asked for.
    /// </summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public static IReadOnlyList<AugmentedView> Make(ReadOnlyMemory<byte> original, string imageId, ViewRecipe recipe)
    {
        recipe.Validate();
        var header = ImageInspector.Inspect(original);

        // As large as the smallest crop needs to fill a view without being enlarged, and no larger.
        var scale = Math.Min(1, recipe.Size / Math.Sqrt(recipe.MinCropArea * header.Width * header.Height));
        var source = Decoder.Decode(original, header, Scaled(header.Width, scale), Scaled(header.Height, scale));
        var meanLuminance = MeanLuminance(source);
        var levels = new Dictionary<int, RgbImage> { [0] = source };
        return Enumerable.Range(0, recipe.Views)
            .Select(k => ViewParameters.Draw(imageId, k, recipe))
            .Select(parameters => new AugmentedView(
                ViewSampler.Sample(
                    Level(levels, parameters, recipe.Size), parameters, new ColourTransform(parameters, meanLuminance), recipe.Size),
                parameters))
            .ToArray();
    }

    /// <summary>
    /// A reduction of the source in which the crop has about as many pixels as the view, so that sampling it does not
    /// alias; reductions go in steps of a fourth root of two.
    /// </summary>
    private static RgbImage Level(Dictionary<int, RgbImage> levels, ViewParameters parameters, int size)
    {
        var source = levels[0];
        var cropSide = Math.Sqrt(parameters.CropWidth * source.Width * parameters.CropHeight * source.Height);
        var level = Math.Max(0, (int)Math.Round(4 * Math.Log2(cropSide / size)));
        if (!levels.TryGetValue(level, out var reduced))
        {
            var scale = Math.Pow(2, -level / 4.0);
            reduced = Libvips.Resize(
                source, Scaled(source.Width, scale), Scaled(source.Height, scale), Enums.Kernel.Lanczos3);
            levels.Add(level, reduced);
        }

        return reduced;
    }

    private static double MeanLuminance(RgbImage image)
    {
        long red = 0, green = 0, blue = 0;
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            red += image.Pixels[i];
            green += image.Pixels[i + 1];
            blue += image.Pixels[i + 2];
        }

        return ((Luminance.Red * red) + (Luminance.Green * green) + (Luminance.Blue * blue))
            / (image.Pixels.Length / 3.0);
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
