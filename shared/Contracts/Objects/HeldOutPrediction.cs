namespace Lesion.Contracts;

public sealed record HeldOutPrediction
{
    public required string ImageId { get; init; }

    public required string Label { get; init; }

    /// <summary>See <see cref="DatasetImage.Group"/>; null where the version was made before groups were kept here.</summary>
    public string? Group { get; init; }

    /// <summary>In the order of the classes.</summary>
    public required double[] Probabilities { get; init; }
}
