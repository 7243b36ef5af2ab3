using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>
/// A smooth random field over the canvas, about -1 to 1: value noise in octaves, each with half the amplitude and twice
/// the frequency of the one before. Computed on some pixels only and interpolated between.
/// </summary>
internal sealed class Noise
{
    private readonly int _step;
    private readonly float[] _values;
    private readonly int _columns;
    private readonly float _right;
    private readonly float _bottom;

    /// <param name="canvas">Gives the size.</param>
    /// <param name="random">Makes this field another than the next.</param>
    /// <param name="cell">Size in pixels of the coarsest bumps.</param>
    /// <param name="octaves">How many times finer bumps are added.</param>
    /// <param name="step">Pixels between those that are computed; at most half of the finest bumps.</param>
    public Noise(Canvas canvas, SeededRandom random, float cell, int octaves, int step = 4)
    {
        _step = step;
        (_right, _bottom) = (canvas.Width - 1, canvas.Height - 1);
        _columns = (canvas.Width / step) + 2;
        var rows = (canvas.Height / step) + 2;
        _values = new float[_columns * rows];
        var amplitude = 1f;
        for (var octave = 0; octave < octaves; octave++, amplitude /= 2, cell /= 2)
        {
            var salt = random.Next();
            for (var i = 0; i < _values.Length; i++)
            {
                _values[i] += amplitude * Lattice(i % _columns * step / cell, i / _columns * step / cell, salt);
            }
        }
    }

    /// <summary>The value at a pixel; beyond the canvas that at its border.</summary>
    public float this[float x, float y]
    {
        get
        {
            (x, y) = (Math.Clamp(x, 0, _right), Math.Clamp(y, 0, _bottom));
            var (u, v) = (x / _step, y / _step);
            var (column, row) = ((int)u, (int)v);
            (u, v) = (u - column, v - row);
            var i = (row * _columns) + column;
            var top = _values[i] + ((_values[i + 1] - _values[i]) * u);
            var bottom = _values[i + _columns] + ((_values[i + _columns + 1] - _values[i + _columns]) * u);
            return top + ((bottom - top) * v);
        }
    }

    /// <summary>A random number in [-1, 1) for a point of the integer lattice.</summary>
    private static float Hash(int x, int y, ulong salt)
    {
        var h = salt ^ ((ulong)(uint)x * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)y * 0xC2B2AE3D27D4EB4F);
        h = (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9;
        h = (h ^ (h >> 32)) * 0x94D049BB133111EB;
        return ((h >> 40) / (float)(1 << 23)) - 1;
    }

    private static float Lattice(float x, float y, ulong salt)
    {
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (u, v) = (Smooth(x - column), Smooth(y - row));
        var top = Hash(column, row, salt) + ((Hash(column + 1, row, salt) - Hash(column, row, salt)) * u);
        var bottom = Hash(column, row + 1, salt) + ((Hash(column + 1, row + 1, salt) - Hash(column, row + 1, salt)) * u);
        return top + ((bottom - top) * v);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));
}
