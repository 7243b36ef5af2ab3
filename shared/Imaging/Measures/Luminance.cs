using NetVips;

namespace Lesion.Imaging;

/// <summary>Luma of ITU-R BT.601 on sRGB values, 0 to 255.</summary>
internal static class Luminance
{
    public const double Red = 0.299;
    public const double Green = 0.587;
    public const double Blue = 0.114;

    /// <summary>The whole picture reduced or enlarged to exactly this size, row by row; the aspect is not kept.</summary>
    public static double[] Resized(RgbImage image, int width, int height)
    {
        var pixels = Libvips.Resize(image, width, height, Enums.Kernel.Lanczos3).Pixels;
        var luminance = new double[width * height];
        for (var i = 0; i < luminance.Length; i++)
        {
            luminance[i] = (Red * pixels[3 * i]) + (Green * pixels[(3 * i) + 1]) + (Blue * pixels[(3 * i) + 2]);
        }

        return luminance;
    }
}
