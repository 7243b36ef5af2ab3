namespace Lesion.Inference;

/// <summary>What a model says of one image; classes are in the order of <see cref="Onnx.ModelCard.Classes"/>.</summary>
/// <param name="Probabilities">Of <paramref name="Logits"/>, calibrated; they sum to one.</param>
/// <param name="Logits">Before the temperature; the mean over the model's test-time views.</param>
/// <param name="Embedding">The features that the head sees, of the image as it stands.</param>
/// <param name="Novelty">How unlike the training images the image as it stands is, 1 at the limit; null where the model does not tell.</param>
/// <param name="ActivationMap">Of the image as it stands; null where it was not asked for.</param>
public sealed record ModelOutput(
    double[] Probabilities,
    double[] Logits,
    float[] Embedding,
    float? Novelty,
    ActivationGrid? ActivationMap);
