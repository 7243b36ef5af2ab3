using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>
/// Paints dermoscopy-like pictures of two classes, so that the system can be tried without anybody's photographs. They
/// differ in asymmetry, border, colours and a little in size; skin, light, darkness of the lesion, hairs and noise are
/// drawn alike for both, so that no single statistic of the pixels tells them apart.
/// </summary>
internal static class LesionPainter
{
    public const string Benign = "benign";
    public const string Malignant = "malignant";

    private const int Width = 450;
    private const int Height = 338;

    /// <summary>A JPEG of 450 × 338 pixels; the same arguments give the same bytes.</summary>
    /// <param name="seed">Of the whole set.</param>
    /// <param name="index">Of the picture in the set.</param>
    /// <param name="label"><see cref="Benign"/> or <see cref="Malignant"/>.</param>
    public static byte[] Paint(int seed, int index, string label)
    {
        var malignant = label switch
        {
            Benign => false,
            Malignant => true,
            _ => throw new ArgumentException($"Only '{Benign}' and '{Malignant}' can be painted, not '{label}'.", nameof(label)),
        };
        var random = SeededRandom.From($"{seed}/{index}/{label}");
        var canvas = new Canvas(Width, Height);
        SkinPainter.Paint(canvas, random);
        var traits = LesionTraits.Draw(random, malignant);
        var shape = new LesionShape(canvas, random, traits);
        new LesionBodyPainter(canvas, random, traits, shape).Paint(canvas);
        DetailPainter.Paint(canvas, random, traits, shape);
        ArtefactPainter.Paint(canvas, random);
        return Camera.Photograph(canvas, random);
    }
}
