namespace Lesion.Inference.Batching;

/// <summary>What a model says of the rows of one request.</summary>
/// <param name="Model">That gave it; for its name, version and card, as it may be disposed by now.</param>
/// <param name="Outputs">Finite, row by row, in the order of the request's pictures, the views of each together.</param>
/// <param name="Queue">From the queue's tail to the start of the batch.</param>
/// <param name="Compute">The run of the whole batch.</param>
internal sealed record RowsAnswer(OnnxModel Model, RowOutputs Outputs, TimeSpan Queue, TimeSpan Compute);
