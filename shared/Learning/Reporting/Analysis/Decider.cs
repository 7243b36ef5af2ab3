using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>What the model decides for each image, as it would when serving.</summary>
/// <param name="threshold">At or above it the label is positive; null decides for the most probable class.</param>
/// <param name="referBand">Probabilities of the positive class that are referred; null refers none.</param>
/// <param name="referBelow">With more than two classes: the most probable one is referred when it is less probable; null refers none.</param>
internal sealed class Decider(PredictionSet predictions, double? threshold, double[]? referBand, double? referBelow)
{
    /// <summary>The class decided for.</summary>
    public int Decide(int image) => predictions.IsBinary && threshold is { } least
        ? predictions.Row(image)[predictions.PositiveIndex] >= least ? predictions.PositiveIndex : 1 - predictions.PositiveIndex
        : Top(predictions.Row(image));

    public bool IsRight(int image) => Decide(image) == predictions.Labels[image];

    /// <summary>Whether a person should look instead.</summary>
    public bool Refers(int image) => predictions.IsBinary
        ? referBand is [var low, var high] && predictions.Row(image)[predictions.PositiveIndex] is var probability
            && probability >= low && probability <= high
        : referBelow is { } least && predictions.Row(image)[Decide(image)] < least;

    private static int Top(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
        {
            if (row[k] > row[best])
                best = k;
        }

        return best;
    }
}
