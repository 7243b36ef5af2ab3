using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>Skin: a tone between fair and tanned, mottled, with fine furrows and here and there a vessel's red.</summary>
internal static class SkinPainter
{
    private static readonly Rgb Fair = new(0.90f, 0.74f, 0.68f);
    private static readonly Rgb Pink = new(0.86f, 0.64f, 0.60f);
    private static readonly Rgb Tanned = new(0.73f, 0.54f, 0.43f);

    public static void Paint(Canvas canvas, SeededRandom random)
    {
        var tone = Rgb.Mix(Rgb.Mix(Fair, Pink, random.Uniform(0, 1)), Tanned, random.Uniform(0, 0.8f));
        var mottle = new Noise(canvas, random, cell: 130, octaves: 4);
        var flush = new Noise(canvas, random, cell: 60, octaves: 3);
        var texture = new Noise(canvas, random, cell: 9, octaves: 2);
        var furrows = new Cells(canvas, random, random.Uniform(11, 20));
        var (mottled, flushed) = (random.Uniform(0.02f, 0.06f), random.Uniform(0.01f, 0.05f));
        var furrowed = random.Uniform(0, 0.035f);
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var light = 1 + (mottled * mottle[x, y]) + (0.012f * texture[x, y])
                    - (furrowed * Math.Max(0, 1 - (7 * furrows.WallDistance(x, y))));
                var red = flushed * flush[x, y];
                var pixel = canvas.At(x, y);
                pixel[0] = tone.Red * light;
                pixel[1] = tone.Green * (light - red);
                pixel[2] = tone.Blue * (light - (0.8f * red));
            }
        }
    }
}
