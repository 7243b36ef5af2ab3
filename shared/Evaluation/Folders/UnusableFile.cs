namespace Lesion.Evaluation.Folders;

/// <summary>A file of an image folder that is of no use, why, and what to do.</summary>
public sealed record UnusableFile(string Name, string Problem);
