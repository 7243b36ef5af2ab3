namespace Lesion.Inference;

/// <summary>What a model says of one image file.</summary>
/// <param name="ImageId">Lower-case hexadecimal SHA-256 of the file's bytes.</param>
public sealed record ImagePrediction(LabelledFile File, string ImageId, ModelOutput Output, Verdict Verdict);
