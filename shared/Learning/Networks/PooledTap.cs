using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>A pooled stage in a graph. What the plan does not pool is null.</summary>
/// <param name="Channels">C.</param>
/// <param name="Activation">x [N, C, h, w].</param>
/// <param name="Means">μ [N, C, 1, 1].</param>
/// <param name="Squares">(x - μ)² + ε [N, C, h, w].</param>
/// <param name="Deviations">σ [N, C, 1, 1].</param>
internal sealed record PooledTap(
    int Channels, GraphValue Activation, GraphValue? Means, GraphValue? Squares, GraphValue? Deviations);
