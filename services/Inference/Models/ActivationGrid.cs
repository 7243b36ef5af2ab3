namespace Lesion.Inference;

/// <summary>Where in the image each class's logit comes from.</summary>
/// <param name="Values"><c>[C, Height, Width]</c>, row-major.</param>
public sealed record ActivationGrid(int Width, int Height, float[] Values)
{
    /// <summary>The grid of one class.</summary>
    public ReadOnlySpan<float> Of(int classIndex) => Values.AsSpan(classIndex * Width * Height, Width * Height);
}
