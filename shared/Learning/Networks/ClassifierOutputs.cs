using Lesion.Onnx;

namespace Lesion.Learning.Networks;

/// <summary>What a classifier gives in a graph.</summary>
/// <param name="Embedding">[N, D].</param>
/// <param name="Logits">[N, K].</param>
/// <param name="ActivationMap">[N, K, h, w].</param>
internal readonly record struct ClassifierOutputs(GraphValue Embedding, GraphValue Logits, GraphValue ActivationMap);
