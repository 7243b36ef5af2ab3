namespace Lesion.Imaging;

/// <summary>The part of a colour that is not grey.</summary>
public static class Chroma
{
    /// <summary>
    /// The matrix, row-major 3 × 3, that turns hues about the grey axis in the YIQ plane and stretches the distance from
    /// grey; the luminance stays.
    /// </summary>
    /// <param name="saturation">A factor.</param>
    /// <param name="hueDegrees">An angle.</param>
    public static double[] Matrix(double saturation, double hueDegrees)
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
