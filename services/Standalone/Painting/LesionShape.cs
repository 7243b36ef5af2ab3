using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>Where the lesion is: an ellipse with harmonics on its radius, its border displaced by noise.</summary>
internal sealed class LesionShape
{
    private const int LastHarmonic = 9;
    private const int Directions = 2048;

    private readonly float[] _radii = new float[Directions];
    private readonly float _radius;
    private readonly float _elongation;
    private readonly float _sin;
    private readonly float _cos;
    private readonly float _displacement;
    private readonly Noise _border;

    public LesionShape(Canvas canvas, SeededRandom random, LesionTraits traits)
    {
        CentreX = (canvas.Width / 2f) + random.Normal(0, 0.05f * canvas.Height);
        CentreY = (canvas.Height / 2f) + random.Normal(0, 0.04f * canvas.Height);
        _radius = traits.Radius * canvas.Height;
        _elongation = MathF.Sqrt(traits.Elongation);
        (_sin, _cos) = MathF.SinCos(random.Angle());
        AddHarmonic(1, traits.Lopsidedness, random.Angle());
        for (var k = 2; k <= LastHarmonic; k++)
        {
            AddHarmonic(k, random.Normal(0, traits.BorderIrregularity * 1.6f / k), random.Angle());
        }

        _displacement = (0.9f * traits.BorderIrregularity) + 0.02f;
        _border = new Noise(canvas, random, cell: 22, octaves: 3);
    }

    public float CentreX { get; }

    public float CentreY { get; }

    /// <summary>Distance from the centre, 0 there and 1 on the border, and the direction in radians.</summary>
    public (float Distance, float Direction) Locate(float x, float y)
    {
        var (dx, dy) = (x - CentreX, y - CentreY);
        var across = ((dx * _cos) + (dy * _sin)) / _elongation;
        var down = ((dy * _cos) - (dx * _sin)) * _elongation;
        var direction = MathF.Atan2(down, across);
        var place = (int)((direction + MathF.PI) / (2 * MathF.PI) * Directions) & (Directions - 1);
        var radius = Math.Max(0.3f, 1 + _radii[place] + (_displacement * _border[x, y]));
        return (MathF.Sqrt((across * across) + (down * down)) / (_radius * radius), direction);
    }

    private void AddHarmonic(int k, float amplitude, float phase)
    {
        for (var i = 0; i < Directions; i++)
        {
            _radii[i] += amplitude * MathF.Cos((k * 2 * MathF.PI * i / Directions) + phase);
        }
    }
}
