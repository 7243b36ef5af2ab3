namespace Lesion.Learning.Training.Images;

/// <summary>Reads images by their numbers, in the order asked for: C pictures each, RGB, row-major HWC, <c>C * S * S * 3</c> bytes.</summary>
internal delegate Task<IReadOnlyList<byte[]>> PixelSource(IReadOnlyList<int> images, CancellationToken cancellationToken);
