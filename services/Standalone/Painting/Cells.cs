using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>
/// A honeycomb of irregular cells over the canvas, as in pigment networks and skin furrows: Worley's cellular noise
/// ("A cellular texture basis function", 1996), nearest against second nearest point.
/// </summary>
internal sealed class Cells
{
    private const float Jitter = 0.38f;

    private readonly float _size;
    private readonly int _columns;
    private readonly int _rows;
    private readonly (float X, float Y)[] _points;

    /// <param name="canvas">Gives the extent; beyond it the outermost cells are repeated.</param>
    /// <param name="random">Makes these cells others than the next.</param>
    /// <param name="size">Mean width of a cell in pixels.</param>
    public Cells(Canvas canvas, SeededRandom random, float size)
    {
        _size = size;
        _columns = (int)(canvas.Width / size) + 3;
        _rows = (int)(canvas.Height / size) + 3;
        _points = new (float, float)[_columns * _rows];
        for (var i = 0; i < _points.Length; i++)
        {
            _points[i] = (
                (i % _columns) - 0.5f + random.Uniform(-Jitter, Jitter), (i / _columns) - 0.5f + random.Uniform(-Jitter, Jitter));
        }
    }

    /// <summary>Distance to the wall between two cells in units of a cell: 0 on it, up to about 0.7 in the middle.</summary>
    public float WallDistance(float x, float y)
    {
        x /= _size;
        y /= _size;
        var column = Math.Clamp((int)x + 1, 1, _columns - 2);
        var row = Math.Clamp((int)y + 1, 1, _rows - 2);
        float nearest = 9, second = 9;
        for (var j = row - 1; j <= row + 1; j++)
        {
            for (var i = column - 1; i <= column + 1; i++)
            {
                var (dx, dy) = _points[(j * _columns) + i];
                dx -= x;
                dy -= y;
                var distance = (dx * dx) + (dy * dy);
                second = Math.Min(second, Math.Max(nearest, distance));
                nearest = Math.Min(nearest, distance);
            }
        }

        return MathF.Sqrt(second) - MathF.Sqrt(nearest);
    }
}
