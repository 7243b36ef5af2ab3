using Lesion.Contracts;

namespace Lesion.Inference.Protocol;

/// <summary>What the graph of one version says of rows.</summary>
internal sealed record RowsAnswer(ServedModel Served, IReadOnlyList<GraphOutput> Outputs);
