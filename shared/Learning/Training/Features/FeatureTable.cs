using Lesion.Contracts;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Features;

/// <summary>
/// The frozen trunk's features of all images that could be read, from their blobs. An image has as many rows as it has
/// rows at test time and one for each augmented view.
/// </summary>
internal sealed class FeatureTable
{
    private readonly Dictionary<string, (float[] Rows, int Start, int Count)> _features;
    private readonly IReadOnlyList<string> _classes;

    private FeatureTable(
        TrainingLayout layout, Dictionary<string, (float[] Rows, int Start, int Count)> features, List<LeftOutImage> leftOut, int size)
    {
        (_features, _classes) = (features, layout.Dataset.Classes);
        Size = size;
        TestRowsAnImage = layout.Recipe.TestRows;
        LeftOut = leftOut;
        Training = [.. layout.Training.Where(image => features.ContainsKey(image.ImageId))];
        HeldOut = [.. layout.HeldOut.Where(image => features.ContainsKey(image.ImageId))];
        SufficientImages.Check(layout, Training, HeldOut);
    }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>R: the rows of an image that an answer is the mean of.</summary>
    public int TestRowsAnImage { get; }

    public IReadOnlyList<DatasetImage> Training { get; }

    public IReadOnlyList<DatasetImage> HeldOut { get; }

    public IReadOnlyList<LeftOutImage> LeftOut { get; }

    public IReadOnlyList<DatasetImage> Within(int? fold) => [.. Training.Where(image => image.Fold == fold)];

    public IReadOnlyList<DatasetImage> Without(int? fold) => [.. Training.Where(image => image.Fold != fold)];

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

    /// <summary>Every row of the images, test-time rows and views, [N, D], and the class of each row.</summary>
    public (float[] Features, int[] Labels) AllRows(IReadOnlyList<DatasetImage> images)
    {
        var features = new float[images.Sum(image => _features[image.ImageId].Count)];
        var labels = new List<int>();
        var at = 0;
        foreach (var image in images)
        {
            var (rows, start, count) = _features[image.ImageId];
            rows.AsSpan(start, count).CopyTo(features.AsSpan(at));
            labels.AddRange(Enumerable.Repeat(ClassIndex(image, _classes), count / Size));
            at += count;
        }

        return (features, [.. labels]);
    }

    /// <summary>The rows that a prediction is the mean of, [N * R, D].</summary>
    /// <param name="rows">R, at most <see cref="TestRowsAnImage"/>.</param>
    public float[] TestRows(IReadOnlyList<DatasetImage> images, int rows)
    {
        var features = new float[images.Count * rows * Size];
        for (var i = 0; i < images.Count; i++)
            RowsOf(images[i])[..(rows * Size)].CopyTo(features.AsSpan(i * rows * Size));
        return features;
    }

    /// <summary>Mean and deviation [D] of every row of the images; 1 where a feature never changes.</summary>
    public (double[] Mean, double[] Deviation) Moments(IReadOnlyList<DatasetImage> images)
    {
        var (mean, deviation) = (new double[Size], new double[Size]);
        var rows = images.Sum(Rows);
        foreach (var image in images)
            Add(RowsOf(image), mean, (value, _) => value);
        for (var j = 0; j < Size; j++)
            mean[j] /= rows;
        foreach (var image in images)
            Add(RowsOf(image), deviation, (value, j) => (value - mean[j]) * (value - mean[j]));
        for (var j = 0; j < Size; j++)
            deviation[j] = Math.Sqrt(deviation[j] / rows) is var d && d > 1e-12 ? d : 1;
        return (mean, deviation);

        static void Add(ReadOnlySpan<float> rows, double[] sums, Func<float, int, double> term)
        {
            for (var i = 0; i < rows.Length; i++)
                sums[i % sums.Length] += term(rows[i], i % sums.Length);
        }
    }

    /// <summary>How many rows an image has.</summary>
    public int Rows(DatasetImage image) => _features[image.ImageId].Count / Size;

    /// <summary>All rows of an image, one after another.</summary>
    public ReadOnlySpan<float> RowsOf(DatasetImage image)
    {
        var (rows, start, count) = _features[image.ImageId];
        return rows.AsSpan(start, count);
    }

    public int ClassIndex(DatasetImage image) => ClassIndex(image, _classes);

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
