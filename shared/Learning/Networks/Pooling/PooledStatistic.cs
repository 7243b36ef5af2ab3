using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>One statistic of a stage's output in a graph: the weighted mean over the locations of what each adds to it.</summary>
/// <param name="Value">[N, C, 1, 1].</param>
/// <param name="Local">[N, C, h, w].</param>
/// <param name="Weights">Of the locations, [h, w], which sum to one; null where all count alike.</param>
internal sealed record PooledStatistic(GraphValue Value, GraphValue Local, GraphValue? Weights);
