namespace Lesion.Imaging;

/// <summary>Figures that tell a picture worth judging from a blurred or badly exposed one.</summary>
/// <param name="Sharpness">
/// Variance of the 4-neighbour Laplacian on the luminance at 256 × 256, in squared grey levels of 0..255.
/// Sharp dermoscopy has tens to hundreds, a blurred picture a few.
/// </param>
/// <param name="Exposure">Mean luminance, 0 (black) to 1 (white).</param>
/// <param name="Clipped">The share of pixels, 0 to 1, that are black (≤ 2) or white (≥ 253).</param>
public sealed record ImageQuality(double Sharpness, double Exposure, double Clipped)
{
    public static ImageQuality Measure(RgbImage canonical) => throw new NotSupportedException();
}
