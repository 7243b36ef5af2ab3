namespace Lesion.Imaging;

/// <summary>
/// Hue, saturation, contrast and brightness, in this order, as one affine map of (R, G, B) in 0..255.
/// The hue is turned about the grey axis in the YIQ plane.
/// </summary>
internal readonly struct ColourTransform
{
    private readonly float[] _matrix;
    private readonly float _offset;

    public ColourTransform(ViewParameters parameters, double meanLuminance)
    {
        var gain = parameters.Contrast * parameters.Brightness;
        _matrix = [.. Chroma(parameters.Saturation, parameters.Hue).Select(value => (float)(value * gain))];
        _offset = (float)((1 - parameters.Contrast) * parameters.Brightness * meanLuminance);
    }

    public void Apply(float red, float green, float blue, Span<byte> target)
    {
        for (var c = 0; c < 3; c++)
        {
            var value = (_matrix[3 * c] * red) + (_matrix[(3 * c) + 1] * green) + (_matrix[(3 * c) + 2] * blue) + _offset;
            target[c] = (byte)Math.Clamp(value + 0.5f, 0, 255);
        }
    }

    /// <summary>Turns and stretches the part of a colour that is not grey; row-major 3 × 3.</summary>
    private static double[] Chroma(double saturation, double hueDegrees)
    {
        var (sin, cos) = Math.SinCos(hueDegrees * Math.PI / 180);
        (sin, cos) = (sin * saturation, cos * saturation);

        // Luminance of each input channel, and what each adds to I and Q.
        double[] y = [Luminance.Red, Luminance.Green, Luminance.Blue];
        double[] i = [0.596, -0.274, -0.322];
        double[] q = [0.211, -0.523, 0.312];
        // What turned I and Q add to each output channel.
        double[] fromI = [0.956, -0.272, -1.106];
        double[] fromQ = [0.621, -0.647, 1.703];

        var matrix = new double[9];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                matrix[(3 * row) + column] = y[column]
                    + (fromI[row] * ((cos * i[column]) - (sin * q[column])))
                    + (fromQ[row] * ((sin * i[column]) + (cos * q[column])));
            }
        }

        return matrix;
    }
}
