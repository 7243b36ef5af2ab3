namespace Lesion.Inference.Batching;

/// <summary>More is asked for than can be answered soon.</summary>
internal sealed class QueueFullException(int capacity, TimeSpan wait)
    : Exception($"{capacity} images wait to be classified already: try again in a moment, or run more inference instances.")
{
    /// <summary>How long what waits will take, as things go.</summary>
    public TimeSpan Wait { get; } = wait;
}
