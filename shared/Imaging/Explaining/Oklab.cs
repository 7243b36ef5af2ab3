namespace Lesion.Imaging;

/// <summary>
/// A colour whose differences look as large as they are: lightness and two axes of hue. Björn Ottosson, "A perceptual color
/// space for image processing", 2020.
/// </summary>
internal readonly record struct Oklab(double L, double A, double B)
{
    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(value => ToLinear(value / 255d))];

    /// <param name="hue">Degrees.</param>
    public static Oklab OfHue(double lightness, double chroma, double hue)
    {
        var (sin, cos) = Math.SinCos(hue * Math.PI / 180);
        return new Oklab(lightness, chroma * cos, chroma * sin);
    }

    public static Oklab OfSrgb(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Linear[red], Linear[green], Linear[blue]);
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return new Oklab(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    /// <summary>Writes the nearest sRGB colour, each channel cut to its range.</summary>
    public void WriteSrgb(Span<byte> pixel)
    {
        var l = Cube(L + (0.3963377774 * A) + (0.2158037573 * B));
        var m = Cube(L - (0.1055613458 * A) - (0.0638541728 * B));
        var s = Cube(L - (0.0894841775 * A) - (1.2914855480 * B));
        pixel[0] = ToByte((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s));
        pixel[1] = ToByte((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s));
        pixel[2] = ToByte((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static double Cube(double value) => value * value * value;

    private static double ToLinear(double value) =>
        value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static byte ToByte(double linear)
    {
        var clamped = Math.Clamp(linear, 0, 1);
        var encoded = clamped <= 0.0031308 ? clamped * 12.92 : (1.055 * Math.Pow(clamped, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(encoded * 255);
    }
}
