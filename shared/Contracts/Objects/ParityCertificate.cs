namespace Lesion.Contracts;

/// <summary>What ONNX Runtime and the trained network gave for the same images.</summary>
public sealed record ParityCertificate
{
    /// <summary>How many images were compared.</summary>
    public required int Images { get; init; }

    public required double MaxLogitDifference { get; init; }

    public required double MaxProbabilityDifference { get; init; }

    /// <summary>The largest difference that is allowed in either.</summary>
    public required double Tolerance { get; init; }
}
