namespace Lesion.Learning.Augmentation;

/// <summary>Reads images by their numbers, in the order asked for: RGB, row-major HWC, <c>S * S * 3</c> bytes each.</summary>
internal delegate Task<IReadOnlyList<byte[]>> PixelSource(IReadOnlyList<int> images, CancellationToken cancellationToken);
