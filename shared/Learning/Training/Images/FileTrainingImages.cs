using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Learning.Training.Images;

/// <summary>Images that lie in files, by their ids.</summary>
public sealed class FileTrainingImages(DatasetManifest dataset, IReadOnlyDictionary<string, string> paths) : ITrainingImages
{
    public DatasetManifest Dataset { get; } = dataset;

    public async Task<TrainingPixels> ReadAsync(
        DatasetImage image, NetworkInputRecipe input, ViewRecipe? views, CancellationToken cancellationToken)
    {
        if (!paths.TryGetValue(image.ImageId, out var path))
            throw new FileNotFoundException($"No file is known for image '{image.ImageId}'.");
        var original = await File.ReadAllBytesAsync(path, cancellationToken);
        return new TrainingPixels(
            NetworkInput.FromOriginal(original, CanonicalRecipe.Default, input),
            views is null ? [] : [.. AugmentedViews.Make(original, image.ImageId, views).Select(view => view.Pixels)]);
    }
}
