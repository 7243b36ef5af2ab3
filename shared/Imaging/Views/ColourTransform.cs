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
        _matrix = [.. Chroma.Matrix(parameters.Saturation, parameters.Hue).Select(value => (float)(value * gain))];
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
}
