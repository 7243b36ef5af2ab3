namespace Lesion.Standalone.Painting;

/// <summary>
/// Paints dermoscopy-like pictures of two classes, so that the system can be tried without anybody's photographs.
/// </summary>
internal static class LesionPainter
{
    public const string Benign = "benign";
    public const string Malignant = "malignant";

    /// <summary>A JPEG; the same arguments give the same bytes.</summary>
    /// <param name="seed">Of the whole set.</param>
    /// <param name="index">Of the picture in the set.</param>
    /// <param name="label"><see cref="Benign"/> or <see cref="Malignant"/>.</param>
    public static byte[] Paint(int seed, int index, string label) => throw new NotSupportedException();
}
