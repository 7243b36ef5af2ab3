using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>Globules and streaks: orderly in one class, anyhow in the other.</summary>
internal static class DetailPainter
{
    private static readonly Rgb Brown = new(0.22f, 0.13f, 0.10f);
    private static readonly Rgb Cyst = new(0.93f, 0.86f, 0.78f);

    public static void Paint(Canvas canvas, SeededRandom random, LesionTraits traits, LesionShape shape)
    {
        if (random.Chance(0.6))
        {
            PaintGlobules(canvas, random, traits, shape);
        }

        if (random.Chance(0.1 + (0.5 * traits.Disorder)))
        {
            PaintStreaks(canvas, random, traits, shape);
        }

        PaintFreckles(canvas, random);

        // Milia-like cysts, which keratoses have and others may: no sign of either class here.
        for (var i = random.Chance(0.2) ? random.Count(2, 9) : 0; i > 0; i--)
        {
            var (x, y) = Inside(canvas, random, shape, 0.9f);
            canvas.Dot(x, y, random.Uniform(1, 2.5f), Cyst, 0.6f);
        }
    }

    private static void PaintGlobules(Canvas canvas, SeededRandom random, LesionTraits traits, LesionShape shape)
    {
        var size = random.Uniform(1.6f, 3);
        var strength = random.Uniform(0.25f, 0.5f);
        var (crowdX, crowdY) = Inside(canvas, random, shape, 0.8f);
        for (var i = random.Count(15, 70); i > 0; i--)
        {
            var (x, y) = Inside(canvas, random, shape, 0.95f);
            // Disorder draws them to one place and makes their sizes differ.
            var drawn = traits.Disorder * random.Uniform(0, 0.8f);
            x += (crowdX - x) * drawn;
            y += (crowdY - y) * drawn;
            var radius = size * (1 + (traits.Disorder * random.Uniform(-0.6f, 1.1f)));
            canvas.Dot(x, y, radius, Brown, strength * (1 - (traits.Disorder * random.Uniform(0, 0.6f))));
        }
    }

    private static void PaintFreckles(Canvas canvas, SeededRandom random)
    {
        var share = random.Uniform(0.02f, 0.05f);
        for (var i = random.Chance(0.4) ? random.Count(2, 14) : 0; i > 0; i--)
        {
            var (x, y) = (random.Uniform(0, canvas.Width), random.Uniform(0, canvas.Height));
            // Rings of dots within each other fade outwards.
            for (var radius = random.Uniform(2, 7); radius > 0.5f; radius -= 1)
            {
                canvas.Dot(x, y, radius, Brown, share);
            }
        }
    }

    private static void PaintStreaks(Canvas canvas, SeededRandom random, LesionTraits traits, LesionShape shape)
    {
        var from = random.Angle();
        var spread = random.Uniform(0.6f, 2.2f);
        for (var i = random.Count(6, 16); i > 0; i--)
        {
            var (sin, cos) = MathF.SinCos(from + random.Uniform(0, spread));
            var border = BorderDistance(canvas, shape, cos, sin);
            var length = random.Uniform(8, 20) * (0.5f + traits.Disorder);
            for (var along = -8f; along < length; along++)
            {
                var wide = random.Uniform(0.8f, 1.5f) * (1 - (Math.Max(0, along) / length * 0.6f));
                var reach = border + along;
                canvas.Dot(shape.CentreX + (cos * reach), shape.CentreY + (sin * reach), wide, Brown, 0.2f);
            }
        }
    }

    /// <summary>Pixels from the centre to the border.</summary>
    private static float BorderDistance(Canvas canvas, LesionShape shape, float cos, float sin)
    {
        var reach = 5f;
        while (reach < canvas.Height / 2f && shape.Locate(
            Math.Clamp(shape.CentreX + (cos * reach), 0, canvas.Width - 1),
            Math.Clamp(shape.CentreY + (sin * reach), 0, canvas.Height - 1)).Distance < 1)
        {
            reach += 2;
        }

        return reach;
    }

    private static (float X, float Y) Inside(Canvas canvas, SeededRandom random, LesionShape shape, float farthest)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var (x, y) = (random.Uniform(0, canvas.Width - 1), random.Uniform(0, canvas.Height - 1));
            if (shape.Locate(x, y).Distance < farthest)
            {
                return (x, y);
            }
        }

        return (shape.CentreX, shape.CentreY);
    }
}
