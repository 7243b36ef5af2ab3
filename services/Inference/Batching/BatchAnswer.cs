using Lesion.Contracts;
using Lesion.Onnx;

namespace Lesion.Inference.Batching;

/// <summary>The answer for one input, and the model that gave it.</summary>
/// <param name="Queue">From the queue's tail to the start of the batch.</param>
/// <param name="Compute">The run of the whole batch.</param>
internal sealed record BatchAnswer(
    ModelCard Card,
    ServedModel Served,
    ModelOutput Output,
    Verdict Verdict,
    TimeSpan Queue,
    TimeSpan Compute);
