using Lesion.Imaging;

namespace Lesion.Learning.Augmentation;

/// <summary>What is done to one image when it is trained on: drawn once, and the same wherever it is applied.</summary>
/// <param name="Orientation">How the image is laid down, before all else.</param>
/// <param name="Zoom">Above 1 the image appears larger.</param>
/// <param name="Rotation">Degrees.</param>
/// <param name="Shear">Degrees.</param>
/// <param name="ShiftX">A share of the side.</param>
/// <param name="ShiftY">A share of the side.</param>
/// <param name="Brightness">A factor.</param>
/// <param name="Contrast">A factor on the distance from the image's mean luminance.</param>
/// <param name="Saturation">A factor on the distance from grey.</param>
/// <param name="Hue">Degrees.</param>
/// <param name="Gains">A factor for each of red, green, blue.</param>
/// <param name="HoleX">The centre of what is painted over, as a share of the side.</param>
/// <param name="HoleY">Likewise.</param>
/// <param name="Crop">What is left of the image and fills it again.</param>
internal sealed record ImageChange(
    Orientation Orientation,
    double Zoom,
    double Rotation,
    double Shear,
    double ShiftX,
    double ShiftY,
    double Brightness,
    double Contrast,
    double Saturation,
    double Hue,
    (double Red, double Green, double Blue) Gains,
    double HoleX,
    double HoleY,
    CropWindow Crop)
{
    /// <param name="random">Made for this image in this epoch alone, so that a training that was cut goes on with the same.</param>
    public static ImageChange Draw(AugmentationRecipe recipe, SeededRandom random)
    {
        double Symmetric(double strength) => random.Between(-strength, strength);
        // Everything is drawn whether it is on or off, so that switching one off leaves the others as they were.
        var orientation = (Orientation)random.NextBelow(Orientations.Count);
        return new ImageChange(
            recipe.Orientations ? orientation : Orientation.Upright,
            Math.Exp(Symmetric(Math.Log(1 + recipe.Scale))),
            Symmetric(recipe.Rotation),
            Symmetric(recipe.Shear),
            Symmetric(recipe.Translation),
            Symmetric(recipe.Translation),
            1 + Symmetric(recipe.Brightness),
            1 + Symmetric(recipe.Contrast),
            1 + Symmetric(recipe.Saturation),
            Symmetric(recipe.Hue),
            (1 + Symmetric(recipe.ChannelGain), 1 + Symmetric(recipe.ChannelGain), 1 + Symmetric(recipe.ChannelGain)),
            random.NextUnit(),
            random.NextUnit(),
            CropWindow.Draw(recipe, random));
    }

    /// <summary>
    /// Where in the source a pixel of the result comes from, both from -1 to 1 across the image: row-major 2 × 3, as
    /// torch's <c>affine_grid</c> wants it.
    /// </summary>
    public float[] Affine()
    {
        var (sin, cos) = Math.SinCos(Rotation * Math.PI / 180);
        var lean = Math.Tan(Shear * Math.PI / 180);
        return
        [
            (float)(cos * Crop.Width / Zoom), (float)((cos * lean - sin) * Crop.Height / Zoom), (float)(2 * ShiftX + Crop.CentreX),
            (float)(sin * Crop.Width / Zoom), (float)((sin * lean + cos) * Crop.Height / Zoom), (float)(2 * ShiftY + Crop.CentreY),
        ];
    }

    /// <summary>The map of a pixel's colour, but for what contrast adds: row-major 3 × 3.</summary>
    public float[] ColourMatrix()
    {
        var matrix = Chroma.Matrix(Saturation, Hue);
        return [.. matrix.Select((value, i) => (float)(value * Contrast * Brightness * Gain(i / 3)))];
    }

    /// <summary>For each of red, green, blue: what share of the image's mean luminance is added.</summary>
    public float[] LuminanceShare() => [.. Enumerable.Range(0, 3).Select(c => (float)((1 - Contrast) * Brightness * Gain(c)))];

    private double Gain(int channel) => channel switch { 0 => Gains.Red, 1 => Gains.Green, _ => Gains.Blue };
}
