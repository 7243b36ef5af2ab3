namespace Lesion.Contracts;

/// <summary>What a model says about an image.</summary>
public sealed record Classification
{
    /// <summary>Lower-case hexadecimal SHA-256 of the image's bytes.</summary>
    public required string ImageId { get; init; }

    /// <summary>By the threshold; the most probable with more than two classes.</summary>
    public required string Label { get; init; }

    /// <summary>The label, or <c>refer</c>: a person should look.</summary>
    public required string Decision { get; init; }

    /// <summary>Why it is referred: <c>uncertain</c>, <c>unlikeTraining</c>, or both.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public double? Threshold { get; init; }

    /// <summary>Calibrated, by class.</summary>
    public required IReadOnlyDictionary<string, double> Probabilities { get; init; }

    /// <summary>
    /// How unlike the model's training images it is, as a multiple of the limit: above 1 it is referred as
    /// <c>unlikeTraining</c>. Null where the model does not tell.
    /// </summary>
    public double? Novelty { get; init; }

    public required ServedModel Model { get; init; }

    public required ClassificationTimings Timings { get; init; }

    /// <summary>Only in the answer to a request that asked for it; never stored.</summary>
    public ActivationMap? ActivationMap { get; init; }
}
