namespace Lesion.Contracts;

/// <summary>What ONNX Runtime and the trained network gave for the same images.</summary>
public sealed record ParityCertificate
{
    /// <summary>How many images were compared.</summary>
    public required int Images { get; init; }

    /// <summary>The largest difference of two logits, as a share of <see cref="LogitScale"/>.</summary>
    public required double MaxLogitDifference { get; init; }

    /// <summary>The largest absolute logit, at least 1.</summary>
    public double LogitScale { get; init; } = 1;

    public required double MaxProbabilityDifference { get; init; }

    /// <summary>The largest difference in <c>novelty</c>, as a share of the largest one (at least 1); null where the model has none.</summary>
    public double? MaxNoveltyDifference { get; init; }

    /// <summary>The largest difference that is allowed in any.</summary>
    public required double Tolerance { get; init; }
}
