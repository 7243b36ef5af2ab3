namespace Lesion.Contracts;

/// <summary>
/// A version's answers on its held-out images, <c>models/lesion/&lt;version&gt;/predictions.json</c>: two versions are
/// compared on the images that both have.
/// </summary>
public sealed record HeldOutPredictions
{
    public required IReadOnlyList<string> Classes { get; init; }

    public required IReadOnlyList<HeldOutPrediction> Images { get; init; }
}
