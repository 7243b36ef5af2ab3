namespace Lesion.Inference;

/// <summary>An image file and, where they are known, its label and its group.</summary>
/// <param name="Group">The same for images that are not independent of each other, such as those of one patient.</param>
public sealed record LabelledFile(string Path, string? Label = null, string? Group = null);
