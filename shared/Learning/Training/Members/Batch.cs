using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>What one step trains on; the caller's dispose scope owns its tensors.</summary>
/// <param name="Input">Cached features [N, D], or images from 0 to 255, [N, S, S, 3].</param>
/// <param name="Targets">[N, K], rows that sum to 1.</param>
/// <param name="DropoutSeed">Of this step.</param>
internal readonly record struct Batch(Tensor Input, Tensor Targets, long DropoutSeed);
