namespace Lesion.Imaging;

/// <summary>Figures that tell a picture worth judging from a blurred or badly exposed one.</summary>
/// <param name="Sharpness">
/// Variance of the 4-neighbour Laplacian on the luminance, reduced to 256 pixels across and down where there are more, in squared
/// grey levels of 0..255.
/// Sharp dermoscopy has tens to hundreds, a blurred picture a few.
/// </param>
/// <param name="Exposure">Mean luminance, 0 (black) to 1 (white).</param>
/// <param name="Clipped">The share of pixels, 0 to 1, that are black (at most 2) or white (at least 253).</param>
public sealed record ImageQuality(double Sharpness, double Exposure, double Clipped)
{
    private const int MaxSide = 256;
    private const double Black = 2;
    private const double White = 253;

    public static ImageQuality Measure(RgbImage canonical)
    {
        var (width, height) = (Math.Min(canonical.Width, MaxSide), Math.Min(canonical.Height, MaxSide));
        var luminance = Luminance.Resized(canonical, width, height);
        var clipped = luminance.Count(value => value is <= Black or >= White);
        return new ImageQuality(
            LaplacianVariance(luminance, width, height), luminance.Average() / 255, (double)clipped / luminance.Length);
    }

    private static double LaplacianVariance(double[] luminance, int width, int height)
    {
        double sum = 0, squares = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var i = (y * width) + x;
                var value = luminance[i - width] + luminance[i + width] + luminance[i - 1] + luminance[i + 1]
                    - (4 * luminance[i]);
                sum += value;
                squares += value * value;
            }
        }

        var count = (width - 2) * (height - 2);
        var mean = sum / count;
        return (squares / count) - (mean * mean);
    }
}
