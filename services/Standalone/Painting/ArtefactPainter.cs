using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>What lies between lens and lesion, whatever the class: hairs, a ruler, gel bubbles.</summary>
internal static class ArtefactPainter
{
    private static readonly Rgb Ink = new(0.12f, 0.12f, 0.16f);
    private static readonly Rgb Shine = new(0.98f, 0.96f, 0.95f);

    public static void Paint(Canvas canvas, SeededRandom random)
    {
        if (random.Chance(0.55))
        {
            PaintHairs(canvas, random);
        }

        if (random.Chance(0.25))
        {
            PaintRuler(canvas, random);
        }

        for (var i = random.Chance(0.3) ? random.Count(1, 8) : 0; i > 0; i--)
        {
            PaintBubble(canvas, random);
        }
    }

    private static void PaintHairs(Canvas canvas, SeededRandom random)
    {
        var brown = random.Uniform(0, 0.3f);
        var colour = new Rgb(0.10f + brown, 0.07f + (0.7f * brown), 0.06f + (0.45f * brown));
        var direction = random.Angle();
        for (var i = random.Count(1, 16); i > 0; i--)
        {
            var turn = direction + random.Normal(0, 0.5f);
            var bend = random.Normal(0, 0.004f);
            var wide = random.Uniform(0.35f, 1.1f);
            var share = random.Uniform(0.45f, 0.85f);
            var (x, y) = (random.Uniform(0, canvas.Width), random.Uniform(0, canvas.Height));
            for (var step = random.Count(90, 420); step > 0; step--)
            {
                x += MathF.Cos(turn);
                y += MathF.Sin(turn);
                turn += bend;
                canvas.Dot(x, y, wide, colour, share * 0.6f);
            }
        }
    }

    private static void PaintRuler(Canvas canvas, SeededRandom random)
    {
        var atTop = random.Coin();
        var spacing = random.Uniform(9, 16);
        var margin = random.Uniform(4, 14);
        var first = random.Uniform(0, spacing);
        for (var i = 0; first + (i * spacing) < canvas.Width; i++)
        {
            var length = i % 5 == 0 ? 16 : 9;
            for (var along = 0; along < length; along++)
            {
                var y = atTop ? margin + along : canvas.Height - 1 - margin - along;
                canvas.Dot(first + (i * spacing), y, 0.6f, Ink, 0.7f);
            }
        }
    }

    private static void PaintBubble(Canvas canvas, SeededRandom random)
    {
        var radius = random.Uniform(3, 14);
        var (x, y) = (random.Uniform(0, canvas.Width), random.Uniform(0, canvas.Height));
        var (strength, lit) = (random.Uniform(0.15f, 0.4f), random.Angle());
        for (var angle = 0f; angle < 2 * MathF.PI; angle += 0.5f / radius)
        {
            // Lit from one side.
            var light = 0.35f + (0.65f * Math.Max(0, MathF.Cos(angle - lit)));
            canvas.Dot(x + (radius * MathF.Cos(angle)), y + (radius * MathF.Sin(angle)), 0.7f, Shine, strength * light);
        }
    }
}
