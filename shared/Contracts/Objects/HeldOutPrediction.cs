namespace Lesion.Contracts;

public sealed record HeldOutPrediction
{
    public required string ImageId { get; init; }

    public required string Label { get; init; }

    /// <summary>In the order of the classes.</summary>
    public required double[] Probabilities { get; init; }
}
