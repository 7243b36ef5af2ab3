using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>
/// The lesion: pigment that absorbs light (Beer and Lambert's law, more of the blue than of the red), with network,
/// patches, blue-grey veil, pale scar and red part as its traits say.
/// </summary>
internal sealed class LesionBodyPainter
{
    private static readonly Rgb BlueVeil = new(0.42f, 0.46f, 0.55f);
    private static readonly Rgb GreyVeil = new(0.50f, 0.45f, 0.47f);
    private static readonly Rgb Scar = new(0.88f, 0.78f, 0.74f);

    private readonly LesionTraits _traits;
    private readonly LesionShape _shape;
    private readonly float _fade;
    private readonly float _edgePhase;
    private readonly float _centreDarker;
    private readonly float _networkStrength;
    private readonly float _wall;
    private readonly Rgb _absorption;
    private readonly Rgb _veiled;
    private readonly Cells _network;
    private readonly Noise _patches;
    private readonly Noise _grain;
    private readonly Noise _warp;
    private readonly Noise _veil;
    private readonly Noise _scar;
    private readonly Noise _red;

    public LesionBodyPainter(Canvas canvas, SeededRandom random, LesionTraits traits, LesionShape shape)
    {
        (_traits, _shape) = (traits, shape);
        _fade = random.Uniform(0.10f, 0.28f);
        _edgePhase = random.Angle();
        _centreDarker = random.Uniform(-0.35f, 0.55f);
        _networkStrength = random.Chance(0.75) ? random.Uniform(0.15f, 0.5f) : 0;
        _wall = random.Uniform(0.10f, 0.18f);
        _absorption = new Rgb(random.Uniform(0.48f, 0.66f), random.Uniform(0.92f, 1.08f), random.Uniform(1.15f, 1.45f));
        _veiled = Rgb.Mix(BlueVeil, GreyVeil, random.Uniform(0, 1));
        _network = new Cells(canvas, random, random.Uniform(8, 13));
        _patches = new Noise(canvas, random, cell: random.Uniform(40, 75), octaves: 3);
        _grain = new Noise(canvas, random, cell: 8, octaves: 2, step: 2);
        _warp = new Noise(canvas, random, cell: 30, octaves: 2);
        _veil = new Noise(canvas, random, cell: 70, octaves: 3);
        _scar = new Noise(canvas, random, cell: 60, octaves: 3);
        _red = new Noise(canvas, random, cell: 65, octaves: 3);
    }

    public void Paint(Canvas canvas)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var (distance, direction) = _shape.Locate(x, y);
                var presence = distance > 1.4f ? 0 : Presence(distance, direction);
                if (presence > 0.004f)
                {
                    PaintPixel(canvas, x, y, distance, presence);
                }
            }
        }
    }

    /// <summary>0 outside, 1 inside; the border fades as wide as the traits have it in this direction.</summary>
    private float Presence(float distance, float direction)
    {
        var abrupt = 0.5f + (0.5f * MathF.Sin((2 * direction) + _edgePhase + MathF.Sin((3 * direction) + _edgePhase)));
        var fade = _fade * (1 - (0.85f * Math.Min(1, _traits.EdgeVariation) * abrupt));
        return Step((1 + fade - distance) / (2 * fade));
    }

    private void PaintPixel(Canvas canvas, int x, int y, float distance, float presence)
    {
        var pixel = canvas.At(x, y);
        var pigment = presence * _traits.Density * Pigment(x, y, distance);
        pixel[0] *= MathF.Exp(-_absorption.Red * pigment);
        pixel[1] *= MathF.Exp(-_absorption.Green * pigment);
        pixel[2] *= MathF.Exp(-_absorption.Blue * pigment);
        var red = presence * _traits.Redness * Step(2.2f * _red[x, y]);
        pixel[1] *= 1 - (0.35f * red);
        pixel[2] *= 1 - (0.28f * red);
        var veil = Step((1.5f * _veil[x, y]) + 0.12f + (0.08f * _grain[x, y]));
        canvas.Blend(x, y, _veiled, presence * _traits.Veil * veil);
        var scar = Step((1.6f * _scar[x, y]) - 0.1f + (0.1f * _grain[x, y]));
        canvas.Blend(x, y, Scar, presence * _traits.Regression * scar);
    }

    private float Pigment(int x, int y, float distance)
    {
        var bend = 9 * _warp[x, y];
        var inward = Math.Clamp(1 - distance, 0, 1);
        var layered = 1 + (_centreDarker * (inward - 0.4f));
        // Steep, so that patches have edges of their own.
        var patch = 1 + (_traits.Patchiness * 1.5f * MathF.Tanh(2.2f * _patches[x + bend, y - bend]));
        bend *= _traits.Disorder;
        var wall = _wall * (1 + (1.2f * _traits.Disorder * _patches[x, y]));
        var line = Math.Max(0, 1 - (_network.WallDistance(x + bend, y - bend) / Math.Max(0.04f, wall)));
        var netted = _networkStrength * line * (1 - (_traits.Disorder * Step((2 * _warp[x, y]) + 0.5f)));
        return Math.Max(0.05f, (layered * patch) + (0.2f * _grain[x, y]) + netted - (0.3f * _networkStrength));
    }

    /// <summary>Smoothly from 0 at 0 to 1 at 1.</summary>
    private static float Step(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
