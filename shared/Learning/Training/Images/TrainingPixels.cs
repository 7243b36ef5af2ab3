namespace Lesion.Learning.Training.Images;

/// <summary>One image as the network sees it.</summary>
/// <param name="Input">The plain image: RGB, row-major HWC, <c>S * S * 3</c> bytes.</param>
/// <param name="Views">Augmented views of the same form; none where none were asked for.</param>
public sealed record TrainingPixels(byte[] Input, IReadOnlyList<byte[]> Views);
