namespace Lesion.Imaging;

/// <summary>
/// Cuts a turned and mirrored rectangle out of a picture, resized to a square, by bicubic interpolation (Catmull-Rom).
/// Beyond the border the picture is mirrored, so that no black corner tells of the rotation.
/// </summary>
internal static class ViewSampler
{
    /// <returns>RGB, row-major HWC, <c>size * size * 3</c> bytes.</returns>
    public static byte[] Sample(RgbImage source, ViewParameters parameters, ColourTransform colour, int size)
    {
        var width = parameters.CropWidth * source.Width;
        var height = parameters.CropHeight * source.Height;
        var centreX = (parameters.CropX * source.Width) + (width / 2);
        var centreY = (parameters.CropY * source.Height) + (height / 2);
        var (sin, cos) = Math.SinCos(parameters.Rotation * Math.PI / 180);
        var stepX = (parameters.FlipHorizontal ? -width : width) / size;
        var stepY = (parameters.FlipVertical ? -height : height) / size;

        var target = new byte[size * size * 3];
        Span<int> columns = stackalloc int[4];
        Span<int> rows = stackalloc int[4];
        Span<float> weightsX = stackalloc float[4];
        Span<float> weightsY = stackalloc float[4];
        for (var y = 0; y < size; y++)
        {
            var down = (y + 0.5 - (size / 2.0)) * stepY;
            for (var x = 0; x < size; x++)
            {
                var across = (x + 0.5 - (size / 2.0)) * stepX;
                Taps(centreX + (cos * across) - (sin * down) - 0.5, source.Width, columns, weightsX);
                Taps(centreY + (sin * across) + (cos * down) - 0.5, source.Height, rows, weightsY);
                Interpolate(source, columns, weightsX, rows, weightsY, colour, target.AsSpan(((y * size) + x) * 3, 3));
            }
        }

        return target;
    }

    private static void Interpolate(
        RgbImage source,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> weightsX,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<float> weightsY,
        ColourTransform colour,
        Span<byte> target)
    {
        float red = 0, green = 0, blue = 0;
        for (var j = 0; j < 4; j++)
        {
            var row = source.Pixels.AsSpan(rows[j] * source.Width * 3, source.Width * 3);
            for (var i = 0; i < 4; i++)
            {
                var weight = weightsX[i] * weightsY[j];
                var at = columns[i] * 3;
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
            }
        }

        colour.Apply(red, green, blue, target);
    }

    /// <summary>The four pixels about a position, and their Catmull-Rom weights.</summary>
    private static void Taps(double position, int length, Span<int> indices, Span<float> weights)
    {
        var floor = Math.Floor(position);
        var t = (float)(position - floor);
        var first = (int)floor - 1;
        for (var i = 0; i < 4; i++)
        {
            indices[i] = Mirror(first + i, length);
        }

        weights[0] = t * (-0.5f + (t * (1 - (0.5f * t))));
        weights[1] = 1 + (t * t * (-2.5f + (1.5f * t)));
        weights[2] = t * (0.5f + (t * (2 - (1.5f * t))));
        weights[3] = t * t * (-0.5f + (0.5f * t));
    }

    private static int Mirror(int index, int length)
    {
        if ((uint)index < (uint)length)
        {
            return index;
        }

        var period = 2 * length;
        var wrapped = ((index % period) + period) % period;
        return wrapped < length ? wrapped : period - 1 - wrapped;
    }
}
