namespace Lesion.Inference.Batching;

/// <summary>More is asked for than can be answered soon.</summary>
internal sealed class QueueFullException(int capacity)
    : Exception($"{capacity} images wait to be classified already: try again in a moment, or run more inference instances.");
