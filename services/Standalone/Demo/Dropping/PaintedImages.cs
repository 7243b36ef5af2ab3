using Lesion.Standalone.Painting;

namespace Lesion.Standalone.Demo.Dropping;

/// <summary>Pictures for those who have none at hand: half of them benign, half malignant.</summary>
internal static class PaintedImages
{
    private const int Seed = 1;

    /// <returns>Paths and keys.</returns>
    public static IReadOnlyList<(string Path, string Key)> Paint(
        string folder, int count, Action<int> painted, CancellationToken cancellationToken)
    {
        var files = new (string Path, string Key)[count];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, parallel, index =>
        {
            var label = index % 2 == 0 ? LesionPainter.Benign : LesionPainter.Malignant;
            var key = $"{label}/{index:0000}.jpg";
            var path = Path.Combine(folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, LesionPainter.Paint(Seed, index, label));
            files[index] = (path, key);
            painted(Interlocked.Increment(ref done));
        });
        return files;
    }
}
