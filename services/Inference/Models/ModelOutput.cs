namespace Lesion.Inference;

/// <summary>What a network says of one image; classes are in the order of <see cref="Onnx.ModelCard.Classes"/>.</summary>
/// <param name="Probabilities">Calibrated; they sum to one.</param>
/// <param name="Logits">Before the temperature.</param>
/// <param name="Embedding">The features that the head sees.</param>
/// <param name="ActivationMap">Null where it was not asked for.</param>
public sealed record ModelOutput(
    float[] Probabilities,
    float[] Logits,
    float[] Embedding,
    ActivationGrid? ActivationMap);
