using Lesion.Contracts;

namespace Lesion.Inference.Batching;

/// <summary>One input on its way through the batcher.</summary>
/// <param name="Pixels">What the network sees.</param>
/// <param name="MadeFor">How the picture was seen; a model that sees otherwise does not answer.</param>
/// <param name="WithActivationMap">Whether the map is asked for.</param>
/// <param name="EnqueuedAt">A timestamp of the batcher's clock.</param>
/// <param name="Cancelled">The asker is gone, or its deadline has passed.</param>
internal sealed record BatchItem(
    byte[] Pixels,
    ModelInput MadeFor,
    bool WithActivationMap,
    long EnqueuedAt,
    CancellationToken Cancelled)
{
    /// <summary>Null where <see cref="MadeFor"/> is not how the model that serves now sees an image.</summary>
    public TaskCompletionSource<BatchAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
