using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Learning.Training.Images;

namespace Lesion.Learning.Tests.Training;

/// <summary>
/// Noise in two tints, so that the classes overlap: 30 images of each class to train and 8 to hold out, drawn from their
/// number alone.
/// </summary>
internal sealed class DrawnTrainingImages(double difference = 12) : ITrainingImages
{
    private const int Folds = 5;

    public HashSet<string> Broken { get; } = [];

    public DatasetManifest Dataset { get; init; } = Draw();

    /// <param name="training">Images of each class.</param>
    /// <param name="heldOut">Likewise.</param>
    /// <param name="classes">Two where none are named.</param>
    public static DatasetManifest Draw(int training = 30, int heldOut = 8, string id = "drawn", params string[] classes)
    {
        string[] labels = classes.Length > 0 ? classes : ["benign", "malignant"];
        return new DatasetManifest
        {
            Id = id,
            Classes = labels,
            Positive = labels.Length == 2 ? labels[1] : null,
            Recipe = CanonicalRecipe.Default.Id,
            Images = [.. Enumerable.Range(0, labels.Length * (training + heldOut)).Select(i => new DatasetImage
            {
                ImageId = $"image-{i:d3}",
                Label = labels[i % labels.Length],
                Group = $"image-{i:d3}",
                Fold = i / labels.Length % Folds,
                Split = i < labels.Length * training ? Split.Train : Split.Test,
            })],
        };
    }

    public Task<TrainingPixels> ReadAsync(
        DatasetImage image, NetworkInputRecipe input, ViewRecipe? views, CancellationToken cancellationToken)
    {
        if (Broken.Contains(image.ImageId))
            throw new BadImageException(BadImageReason.Truncated, "The bytes end early.");
        return Task.FromResult(new TrainingPixels(
            [.. Enumerable.Range(0, input.Crops).SelectMany(crop => Paint(image, input.Size, -crop))],
            [.. Enumerable.Range(1, views?.Views ?? 0).Select(view => Paint(image, input.Size, view))]));
    }

    private byte[] Paint(DatasetImage image, int size, int view)
    {
        var random = SeededRandom.For(int.Parse(image.ImageId[6..]), unchecked((ulong)view));
        var own = SeededRandom.For(int.Parse(image.ImageId[6..]), 99).NextUnit();
        var pixels = new byte[size * size * 3];
        var red = 90 + 40 * own + difference * Dataset.Classes.ToList().IndexOf(image.Label);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp((i % 3 == 0 ? red : 100) + 60 * random.NextUnit(), 0, 255);
        return pixels;
    }
}
