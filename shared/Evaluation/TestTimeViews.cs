using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Test-time views: a network is shown an image, and where the recipe asks for it the image's middle, in the first V of its
/// eight orientations; its answer is the mean of the logits. Serving and training answer through here alike, so that a
/// threshold chosen by the one holds for the other. The rows of an image are written by <see cref="NetworkInput.WriteRows"/>.
/// </summary>
public static class TestTimeViews
{
    /// <summary>1, 2, 4 or 8: the numbers of orientations that are closed under turning, see <see cref="Orientation"/>.</summary>
    public static bool IsAllowed(int views) => views is 1 or 2 or 4 or Orientations.Count;

    /// <summary>The mean logits <c>[N, K]</c> of images, added up in the order of the rows, in double precision.</summary>
    /// <param name="logits"><c>[N * R, K]</c>, row by row; the R rows of an image follow one another.</param>
    /// <param name="rows">R.</param>
    /// <param name="classes">K.</param>
    /// <exception cref="ArgumentException">The logits are no whole number of images.</exception>
    public static double[] AverageLogits(ReadOnlySpan<float> logits, int rows, int classes)
    {
        var stride = rows * classes;
        if (rows < 1 || classes < 1 || logits.Length % stride != 0)
            throw new ArgumentException(
                $"{logits.Length} logits are no whole number of images with {rows} rows and {classes} classes.",
                nameof(logits));
        var means = new double[logits.Length / rows];
        for (var place = 0; place < means.Length; place++)
        {
            var first = (place / classes * stride) + (place % classes);
            var sum = 0.0;
            for (var row = 0; row < rows; row++)
                sum += logits[first + (row * classes)];
            means[place] = sum / rows;
        }

        return means;
    }
}
