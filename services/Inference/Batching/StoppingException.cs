namespace Lesion.Inference.Batching;

/// <summary>The service stops, and takes no more.</summary>
internal sealed class StoppingException() : Exception("This inference instance is stopping: ask another, or try again in a moment.");
