namespace Lesion.Inference;

/// <summary>An image file and, where it is known, its label.</summary>
public sealed record LabelledFile(string Path, string? Label = null);
