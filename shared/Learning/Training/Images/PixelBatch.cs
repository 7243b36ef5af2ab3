using Lesion.Contracts;

namespace Lesion.Learning.Training.Images;

/// <summary>Images that were read, their pixels in the same order, and those that could not be.</summary>
internal sealed record PixelBatch(
    IReadOnlyList<DatasetImage> Images, IReadOnlyList<TrainingPixels> Pixels, IReadOnlyList<LeftOutImage> LeftOut);
