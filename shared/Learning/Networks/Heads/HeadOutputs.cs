using Lesion.Onnx;

namespace Lesion.Learning.Networks.Heads;

/// <summary>What a head gives in a graph.</summary>
/// <param name="Logits">[N, K].</param>
/// <param name="Mean">m [D]: where the activation map's zero lies.</param>
/// <param name="Gradient">Of the logits by the embedding: [K, D] where it is the same for all images, else [N, K, D].</param>
internal readonly record struct HeadOutputs(GraphValue Logits, GraphValue Mean, GraphValue Gradient);
