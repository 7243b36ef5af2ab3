using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>What the model decides for each image, as it would when serving.</summary>
internal sealed class Decider(PredictionSet predictions, double? threshold, double[]? referBand)
{
    /// <summary>The class decided for.</summary>
    public int Decide(int image) => predictions.IsBinary && threshold is { } least
        ? predictions.Row(image)[predictions.PositiveIndex] >= least ? predictions.PositiveIndex : 1 - predictions.PositiveIndex
        : Top(predictions.Row(image));

    public bool IsRight(int image) => Decide(image) == predictions.Labels[image];

    /// <summary>Whether a person should look instead.</summary>
    public bool Refers(int image) => predictions.IsBinary && referBand is [var low, var high]
        && predictions.Row(image)[predictions.PositiveIndex] is var probability && probability >= low && probability <= high;

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
