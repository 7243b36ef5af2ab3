using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Learning.Training.Images;

/// <summary>
/// Where a training gets its pixels from. Every implementation makes them by the same calls into Imaging, so that the
/// same image gives the same bytes.
/// </summary>
public interface ITrainingImages
{
    /// <summary>The images, their classes, folds and splits.</summary>
    DatasetManifest Dataset { get; }

    /// <param name="views">The views to give beside the plain image; null gives none.</param>
    /// <exception cref="BadImageException">The image is broken.</exception>
    /// <exception cref="FileNotFoundException">The image is not there.</exception>
    Task<TrainingPixels> ReadAsync(
        DatasetImage image, NetworkInputRecipe input, ViewRecipe? views, CancellationToken cancellationToken);
}
