namespace Lesion.Inference.Batching;

/// <summary>Triton's <c>priority_levels</c>, two of them.</summary>
internal enum RequestPriority
{
    /// <summary>Somebody waits for the answer.</summary>
    Interactive,

    /// <summary>Goes when nothing interactive waits, fills batches up, and is not left waiting for ever.</summary>
    Bulk,
}
