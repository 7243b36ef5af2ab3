using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>What the first <paramref name="Stages"/> stages make in a graph: <see cref="StageOutput"/>'s counterpart.</summary>
internal sealed record GraphTrunk(int Stages, GraphValue Activation, IReadOnlyList<PooledTap> Taps);
