using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>A pooled stage in a graph.</summary>
/// <param name="Channels">C.</param>
/// <param name="Activation">x [N, C, h, w].</param>
/// <param name="Statistics">In the embedding's order.</param>
internal sealed record PooledTap(int Channels, GraphValue Activation, IReadOnlyList<PooledStatistic> Statistics);
