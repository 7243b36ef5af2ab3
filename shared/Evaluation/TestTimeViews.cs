using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Test-time views: a network is shown an image in the first V of its eight orientations, and its answer is the mean of the V
/// logits. Serving and training answer through here alike, so that a threshold chosen by the one holds for the other.
/// The rows of an image are written by <see cref="Orientations.WriteFirst"/>.
/// </summary>
public static class TestTimeViews
{
    /// <summary>1, 2, 4 or 8: the numbers of orientations that are closed under turning, see <see cref="Orientation"/>.</summary>
    public static bool IsAllowed(int views) => views is 1 or 2 or 4 or Orientations.Count;

    /// <summary>The mean logits <c>[N, K]</c> of images, added up in the order of the views, in double precision.</summary>
    /// <param name="logits"><c>[N * V, K]</c>, row by row; the V rows of an image follow one another.</param>
    /// <param name="views">V.</param>
    /// <param name="classes">K.</param>
    /// <exception cref="ArgumentException">The logits are no whole number of images.</exception>
    public static double[] AverageLogits(ReadOnlySpan<float> logits, int views, int classes)
    {
        var stride = views * classes;
        if (!IsAllowed(views) || classes < 1 || logits.Length % stride != 0)
            throw new ArgumentException(
                $"{logits.Length} logits are no whole number of images with {views} views (1, 2, 4 or 8) and {classes} classes.",
                nameof(logits));
        var means = new double[logits.Length / views];
        for (var place = 0; place < means.Length; place++)
        {
            var first = (place / classes * stride) + (place % classes);
            var sum = 0.0;
            for (var view = 0; view < views; view++)
                sum += logits[first + (view * classes)];
            means[place] = sum / views;
        }

        return means;
    }
}
