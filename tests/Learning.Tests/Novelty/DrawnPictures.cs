using Lesion.Imaging;

namespace Lesion.Learning.Tests.Novelty;

/// <summary>Pictures of what is no skin: each colours every point (x, y) of the unit square, x to the right, y down.</summary>
internal static class DrawnPictures
{
    private const int Side = 300;

    private static readonly Rgb White = new(255, 255, 255), Black = new(0, 0, 0), Grey = new(128, 128, 128), Paper = new(250, 248, 242),
        Red = new(200, 30, 40), Green = new(40, 140, 60), Blue = new(40, 70, 190), Sky = new(140, 190, 240), Yellow = new(250, 215, 60),
        Brown = new(110, 70, 40), Peach = new(240, 200, 170);

    private static readonly Dictionary<string, Func<double, double, Rgb>> Drawings = new()
    {
        ["white"] = (_, _) => White,
        ["black"] = (_, _) => Black,
        ["grey"] = (_, _) => Grey,
        ["red"] = (_, _) => Red,
        ["green"] = (_, _) => Green,
        ["blue"] = (_, _) => Blue,
        ["peach"] = (_, _) => Peach,
        ["gradient-grey"] = (x, _) => Mix(Black, White, x),
        ["gradient-sky"] = (_, y) => Mix(Blue, White, y),
        ["gradient-round"] = (x, y) => Mix(Yellow, Blue, 1.4 * From(x, y, 0.5, 0.5)),
        ["checkers-coarse"] = (x, y) => IsOdd(x * 8) == IsOdd(y * 8) ? White : Black,
        ["checkers-fine"] = (x, y) => IsOdd(x * 50) == IsOdd(y * 50) ? Red : Paper,
        ["stripes"] = (x, y) => IsOdd((x + y) * 12) ? Blue : White,
        ["flag"] = (x, _) => x < 1 / 3.0 ? Green : x < 2 / 3.0 ? White : Red,
        ["noise-grey"] = (x, y) => Mix(Black, White, Random(Pixel(x), Pixel(y))),
        ["noise-colour"] = (x, y) => new(255 * Random(Pixel(x), Pixel(y), 1), 255 * Random(Pixel(x), Pixel(y), 2), 255 * Random(Pixel(x), Pixel(y), 3)),
        ["mosaic"] = (x, y) => Mix(Mix(Red, Yellow, Random(Cell(x, 20), Cell(y, 20), 1)), Blue, Random(Cell(x, 20), Cell(y, 20), 2)),
        ["clouds"] = (x, y) => Mix(Sky, White, Smooth(x * 6, y * 6)),
        ["marble"] = (x, y) => Mix(Grey, Paper, 0.5 + 0.5 * Math.Sin(20 * x + 9 * Smooth(x * 5, y * 5))),
        ["letter"] = (x, y) => IsText(x, y, lines: 24) ? Black : Paper,
        ["headline"] = (x, y) => IsText(x, y, lines: 7) ? Red : White,
        ["form"] = (x, y) => x * 4 % 1 < 0.02 || y * 12 % 1 < 0.05 ? Black : x < 0.25 && IsText(x, y, lines: 24) ? Blue : White,
        ["code"] = (x, y) => IsMargin(x, y) || Random(Cell(x, 25), Cell(y, 25)) < 0.5 ? White : Black,
        ["bars"] = (x, y) => 1 - y < Random(Cell(x, 7), 0) && x * 7 % 1 > 0.3 ? Blue : White,
        ["curve"] = (x, y) => Math.Abs(y - 0.5 - 0.3 * Math.Sin(9 * x)) < 0.01 ? Red : x * 10 % 1 < 0.02 || y * 10 % 1 < 0.02 ? Grey : White,
        ["landscape"] = (x, y) => From(x, y, 0.8, 0.2) < 0.08 ? Yellow : y > 0.6 + 0.1 * Math.Sin(7 * x) ? Green : Mix(Sky, White, y),
        ["sea"] = (x, y) => y < 0.45 ? Mix(Sky, White, 2 * y) : Mix(Blue, Sky, Smooth(x * 8, y * 60)),
        ["night"] = (x, y) => Random(Cell(x, 100), Cell(y, 100)) > 0.99 || From(x, y, 0.3, 0.3) < 0.1 ? Paper : new Rgb(10, 15, 40),
        ["wood"] = (x, y) => Mix(Brown, Yellow, 0.5 * Smooth(x * 40, y * 3)),
        ["bricks"] = (x, y) => y * 12 % 1 < 0.12 || (x * 6 + (IsOdd(y * 12) ? 0.5 : 0)) % 1 < 0.06 ? Grey : Mix(Red, Brown, Random(Cell(x + (IsOdd(y * 12) ? 1 / 12.0 : 0), 6), Cell(y, 12))),
        ["town"] = (x, y) => 1 - y > 0.3 + 0.6 * Random(Cell(x, 8), 0) ? Sky : x * 40 % 1 < 0.5 && y * 30 % 1 < 0.5 ? Yellow : Grey,
        ["house"] = (x, y) => House(x, y),
        ["tree"] = (x, y) => From(x, y, 0.5, 0.35) < 0.25 + 0.05 * Smooth(x * 20, y * 20) ? Green : Math.Abs(x - 0.5) < 0.05 && y > 0.4 ? Brown : Sky,
        ["face"] = (x, y) => Face(x, y, Sky),
        ["face-in-crowd"] = (x, y) => Face(x * 3 % 1, y * 3 % 1, Mix(Red, Blue, Random(Cell(x, 3), Cell(y, 3)))),
        ["ball"] = (x, y) => From(x, y, 0.5, 0.5) > 0.35 ? White : Mix(White, Red, 2 * From(x, y, 0.4, 0.4)),
        ["traffic-sign"] = (x, y) => From(x, y, 0.5, 0.5) > 0.4 ? Sky : Math.Abs(y - 0.5) < 0.08 && Math.Abs(x - 0.5) < 0.28 ? White : Red,
        ["radiograph"] = (x, y) => Mix(Black, White, 0.8 * Math.Exp(-8 * Math.Pow(x - 0.5, 2)) * (0.4 + 0.6 * Math.Pow(Math.Sin(20 * y), 2))),
        ["window"] = (x, y) => Math.Abs(x - 0.5) < 0.03 || Math.Abs(y - 0.5) < 0.03 || IsMargin(x, y) ? Brown : Mix(Sky, Green, y),
        ["leaves"] = (x, y) => Mix(Green, Yellow, Math.Abs(Math.Sin(30 * x + 10 * Smooth(x * 9, y * 9)) * Math.Cos(30 * y))),
    };

    /// <summary>Each under its name, as a PNG.</summary>
    public static IEnumerable<(string Name, byte[] Png)> All() => Drawings.Select(drawing => (drawing.Key, Png(drawing.Value)));

    private static byte[] Png(Func<double, double, Rgb> drawing)
    {
        var pixels = new byte[Side * Side * RgbImage.Channels];
        for (var i = 0; i < Side * Side; i++)
        {
            var colour = drawing((i % Side + 0.5) / Side, (i / Side + 0.5) / Side);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (Byte(colour.Red), Byte(colour.Green), Byte(colour.Blue));
        }

        return CanonicalImage.Encode(new RgbImage(pixels, Side, Side)).Png;

        static byte Byte(double value) => (byte)Math.Clamp(value, 0, 255);
    }

    private static Rgb House(double x, double y) => (x, y) switch
    {
        _ when y > 0.85 => Green,
        _ when y is > 0.6 and < 0.7 && Math.Abs(Math.Abs(x - 0.5) - 0.15) < 0.05 => Yellow,
        _ when y > 0.7 && Math.Abs(x - 0.5) < 0.05 => Brown,
        _ when y > 0.5 && Math.Abs(x - 0.5) < 0.3 => Paper,
        _ when y is > 0.25 and <= 0.5 && Math.Abs(x - 0.5) < 1.4 * (y - 0.25) => Red,
        _ => Sky,
    };

    private static Rgb Face(double x, double y, Rgb behind)
    {
        var (right, down) = (Math.Abs(x - 0.5), y - 0.5);
        return (right, down) switch
        {
            _ when From(right, down, 0.12, -0.08) < 0.035 => Black,
            _ when Math.Abs(down - 0.2 + 2 * right * right) < 0.015 && right < 0.14 => Red,
            _ when right * right / 0.08 + down * down / 0.14 < 1 => down < -0.24 ? Brown : Peach,
            _ when right < 0.08 && down > 0 => Peach,
            _ when down > 0.42 => Blue,
            _ => behind,
        };
    }

    /// <summary>Lines of strokes of different lengths, with gaps between words.</summary>
    private static bool IsText(double x, double y, int lines)
    {
        var (line, column) = (Cell(y, lines), Cell(x, 3 * lines));
        return !IsMargin(x, y) && y * lines % 1 is > 0.3 and < 0.75 && Random(column, line) > 0.2
            && Random(Cell(x, 12 * lines), Cell(y, 5 * lines), (ulong)line) > 0.45;
    }

    private static bool IsMargin(double x, double y) => Math.Min(Math.Min(x, 1 - x), Math.Min(y, 1 - y)) < 0.07;

    private static bool IsOdd(double value) => ((int)Math.Floor(value) & 1) == 1;

    private static int Cell(double x, int cells) => (int)Math.Floor(x * cells);

    private static int Pixel(double x) => Cell(x, Side);

    private static double From(double x, double y, double toX, double toY) => Math.Sqrt(Math.Pow(x - toX, 2) + Math.Pow(y - toY, 2));

    private static Rgb Mix(Rgb from, Rgb to, double share)
    {
        var t = Math.Clamp(share, 0, 1);
        return new(from.Red + t * (to.Red - from.Red), from.Green + t * (to.Green - from.Green), from.Blue + t * (to.Blue - from.Blue));
    }

    /// <summary>Random values at the points of a grid, and smoothly between them.</summary>
    private static double Smooth(double x, double y)
    {
        int column = (int)Math.Floor(x), row = (int)Math.Floor(y);
        double u = Ease(x - column), v = Ease(y - row);
        return Between(
            Between(Random(column, row), Random(column + 1, row), u), Between(Random(column, row + 1), Random(column + 1, row + 1), u), v);

        static double Ease(double t) => t * t * (3 - 2 * t);
        static double Between(double from, double to, double t) => from + t * (to - from);
    }

    /// <summary>In [0, 1), the same for the same place.</summary>
    private static double Random(int column, int row, ulong purpose = 0) => SeededRandom.For(column * 100003L + row, purpose).NextUnit();

    private readonly record struct Rgb(double Red, double Green, double Blue);
}
