namespace Lesion.Contracts;

/// <summary>
/// Where in the image each class's logit comes from: a grid over the whole image, rows from the top. For a linear head the
/// values of a class sum to its logit less the bias.
/// </summary>
public sealed record ActivationMap
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>By class, row-major, <c>Width * Height</c> values.</summary>
    public required IReadOnlyDictionary<string, float[]> Values { get; init; }
}
