using Lesion.Contracts;
using Lesion.Onnx;

namespace Lesion.Inference.Protocol;

/// <summary>Rows for the graph as it stands.</summary>
/// <param name="Rows"><c>uint8 [Count, S, S, 3]</c>; not read after the run has ended, in whatever way.</param>
/// <param name="MadeFor">The way to see an image of the model that the rows were checked against.</param>
/// <param name="Outputs">Their names.</param>
internal sealed record RowsRequest(ReadOnlyMemory<byte> Rows, int Count, ModelInput MadeFor, IReadOnlyList<string> Outputs);
