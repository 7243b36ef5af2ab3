namespace Lesion.Imaging;

/// <summary>Figures that tell a picture worth judging from a blurred or badly exposed one.</summary>
/// <param name="Sharpness">
/// Variance of the 4-neighbour Laplacian on the luminance at 256 × 256, in squared grey levels of 0..255.
/// Sharp dermoscopy has tens to hundreds, a blurred picture a few.
/// </param>
/// <param name="Exposure">Mean luminance, 0 (black) to 1 (white).</param>
/// <param name="Clipped">The share of pixels, 0 to 1, that are black (at most 2) or white (at least 253).</param>
public sealed record ImageQuality(double Sharpness, double Exposure, double Clipped)
{
    private const int Size = 256;
    private const double Black = 2;
    private const double White = 253;

    public static ImageQuality Measure(RgbImage canonical)
    {
        var luminance = Luminance.Square(canonical, Size);
        var clipped = luminance.Count(value => value is <= Black or >= White);
        return new ImageQuality(
            LaplacianVariance(luminance), luminance.Average() / 255, (double)clipped / luminance.Length);
    }

    private static double LaplacianVariance(double[] luminance)
    {
        double sum = 0, squares = 0;
        for (var y = 1; y < Size - 1; y++)
        {
            for (var x = 1; x < Size - 1; x++)
            {
                var i = (y * Size) + x;
                var value = luminance[i - Size] + luminance[i + Size] + luminance[i - 1] + luminance[i + 1]
                    - (4 * luminance[i]);
                sum += value;
                squares += value * value;
            }
        }

        const int Count = (Size - 2) * (Size - 2);
        var mean = sum / Count;
        return (squares / Count) - (mean * mean);
    }
}
