namespace Lesion.Contracts;

/// <summary>An input whose answer is known: a model that gives another is not served.</summary>
public sealed record GoldenImage
{
    /// <summary>A PNG of the network's input size beside the manifest, such as <c>golden/0.png</c>.</summary>
    public required string File { get; init; }

    /// <summary>Probabilities in the order of the classes.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>The output <c>novelty</c>; null where the model has none.</summary>
    public double? Novelty { get; init; }
}
