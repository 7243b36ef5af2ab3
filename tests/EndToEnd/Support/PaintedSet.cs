using Lesion.Standalone.Painting;

namespace Lesion.EndToEnd.Support;

/// <summary>Painted pictures, half of them benign, half malignant; each is painted once for all tests.</summary>
internal static class PaintedSet
{
    private const int Seed = 77;
    private static readonly Lazy<byte[]>[] Pictures =
        [.. Enumerable.Range(0, 80).Select(index => new Lazy<byte[]>(() => LesionPainter.Paint(Seed, index, Label(index))))];

    public static byte[] Picture(int index) => Pictures[index].Value;

    public static string Label(int index) => index % 2 == 0 ? LesionPainter.Benign : LesionPainter.Malignant;

    /// <summary>Writes <c>label/index.jpg</c> under a folder.</summary>
    public static void WriteTo(string folder, int count, int first = 0)
    {
        for (var index = first; index < first + count; index++)
        {
            var path = Path.Combine(folder, Label(index), $"{index}.jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Picture(index));
        }
    }
}
