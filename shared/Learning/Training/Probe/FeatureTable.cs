using Lesion.Contracts;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Probe;

/// <summary>The features of all images that could be read, from their blobs.</summary>
internal sealed class FeatureTable
{
    private readonly Dictionary<string, (float[] Rows, int Start, int Count)> _features;

    private FeatureTable(
        TrainingLayout layout, Dictionary<string, (float[] Rows, int Start, int Count)> features, List<LeftOutImage> leftOut, int size)
    {
        _features = features;
        Size = size;
        LeftOut = leftOut;
        Training = [.. layout.Training.Where(image => features.ContainsKey(image.ImageId))];
        HeldOut = [.. layout.HeldOut.Where(image => features.ContainsKey(image.ImageId))];
        SufficientImages.Check(layout, Training, HeldOut);
    }

    /// <summary>D.</summary>
    public int Size { get; }

    public IReadOnlyList<DatasetImage> Training { get; }

    public IReadOnlyList<DatasetImage> HeldOut { get; }

    public IReadOnlyList<LeftOutImage> LeftOut { get; }

    /// <exception cref="TrainingException">Too few images could be read.</exception>
    public static async Task<FeatureTable> LoadAsync(
        TrainingLayout layout, ITrainingBlobs blobs, CancellationToken cancellationToken)
    {
        var size = 0;
        var features = new Dictionary<string, (float[] Rows, int Start, int Count)>(StringComparer.Ordinal);
        var leftOut = new List<LeftOutImage>();
        for (var part = 0; part < layout.FeatureParts; part++)
        {
            var name = FeatureExtraction.BlobName(part);
            var (rows, note) = TensorBlob.Unpack<float, FeatureNote>(await blobs.GetAsync(name, cancellationToken), name);
            if (note.Images.Count > 0)
                size = rows.Length / (note.Images.Count * note.RowsAnImage);
            for (var i = 0; i < note.Images.Count; i++)
                features[note.Images[i]] = (rows, i * note.RowsAnImage * size, note.RowsAnImage * size);
            leftOut.AddRange(note.LeftOut);
        }

        return new FeatureTable(layout, features, leftOut, size);
    }

    /// <summary>Every row of the images, plain and views, [N, D], and the class of each row.</summary>
    public (float[] Features, int[] Labels) AllRows(IReadOnlyList<DatasetImage> images, IReadOnlyList<string> classes)
    {
        var features = new float[images.Sum(image => _features[image.ImageId].Count)];
        var labels = new List<int>();
        var at = 0;
        foreach (var image in images)
        {
            var (rows, start, count) = _features[image.ImageId];
            rows.AsSpan(start, count).CopyTo(features.AsSpan(at));
            labels.AddRange(Enumerable.Repeat(ClassIndex(image, classes), count / Size));
            at += count;
        }

        return (features, [.. labels]);
    }

    /// <summary>The plain images' rows only, [N, D].</summary>
    public float[] PlainRows(IReadOnlyList<DatasetImage> images)
    {
        var features = new float[images.Count * Size];
        for (var i = 0; i < images.Count; i++)
        {
            var (rows, start, _) = _features[images[i].ImageId];
            rows.AsSpan(start, Size).CopyTo(features.AsSpan(i * Size));
        }

        return features;
    }

    public static int ClassIndex(DatasetImage image, IReadOnlyList<string> classes)
    {
        for (var k = 0; k < classes.Count; k++)
        {
            if (classes[k] == image.Label)
                return k;
        }

        throw new TrainingException($"Image '{image.ImageId}' is labelled '{image.Label}', which is no class of its dataset.");
    }
}
