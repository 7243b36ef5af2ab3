namespace Lesion.Contracts;

/// <summary>Milliseconds.</summary>
public sealed record ClassificationTimings
{
    /// <summary>From the queue's tail to the start of its batch.</summary>
    public required double QueueMs { get; init; }

    /// <summary>In ONNX Runtime, for the whole batch.</summary>
    public required double ComputeMs { get; init; }

    /// <summary>With decoding.</summary>
    public required double TotalMs { get; init; }
}
