namespace Lesion.Inference;

/// <summary>A model's answers for many files, both lists in the order in which the files were given.</summary>
public sealed record PredictionRun(IReadOnlyList<ImagePrediction> Predictions, IReadOnlyList<UnreadableImage> Unreadable);
