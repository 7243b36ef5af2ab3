using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>What a classifier says about a batch, float32 on its device.</summary>
/// <param name="Embedding">[N, D].</param>
/// <param name="Logits">[N, K], before any temperature.</param>
public readonly record struct Prediction(Tensor Embedding, Tensor Logits);
