namespace Lesion.Inference;

/// <summary>A file that gave no prediction, and why.</summary>
public sealed record UnreadableImage(LabelledFile File, string Problem);
