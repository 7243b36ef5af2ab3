namespace Lesion.Learning.Networks;

/// <summary>How weights want their input: (x / 255 - mean) / deviation for each of red, green, blue.</summary>
public sealed record Normalisation(float[] Mean, float[] Deviation)
{
    /// <summary>That of most networks trained on ImageNet.</summary>
    public static Normalisation ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Inputs scaled to −1 … 1, as networks that were trained in TensorFlow want them.</summary>
    public static Normalisation PlusMinusOne { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>The same as (pixel - <see cref="PixelMean"/>) · <see cref="PixelScale"/>, for pixels of 0 to 255.</summary>
    internal float[] PixelMean => [.. Mean.Select(mean => mean * 255)];

    internal float[] PixelScale => [.. Deviation.Select(deviation => 1 / (deviation * 255))];
}
