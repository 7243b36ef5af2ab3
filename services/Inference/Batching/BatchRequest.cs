namespace Lesion.Inference.Batching;

/// <summary>What is wanted of the batcher beside the answer.</summary>
/// <param name="WithActivationMap">Where in the image each logit comes from.</param>
/// <param name="WaitForRoom">Wait while the queue is full, rather than to be turned away.</param>
internal readonly record struct BatchRequest(bool WithActivationMap = false, bool WaitForRoom = false);
