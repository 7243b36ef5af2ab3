namespace Lesion.Evaluation;

/// <summary>The class decided for each image, and the figures that follow from the confusion matrix of a resample.</summary>
internal sealed class Decisions
{
    private readonly int[] _cell;
    private readonly int _classes;

    public Decisions(PredictionSet predictions, double? threshold)
    {
        _classes = predictions.Classes.Count;
        var positive = predictions.IsBinary ? predictions.PositiveIndex : -1;
        _cell = new int[predictions.Count];
        for (var i = 0; i < _cell.Length; i++)
            _cell[i] = predictions.Labels[i] * _classes + Decide(predictions.Row(i), positive, threshold);
    }

    /// <summary>Positive at or above the threshold; the most probable class where there is no threshold.</summary>
    public static int Decide(ReadOnlySpan<double> probabilities, int positive, double? threshold)
    {
        if (positive >= 0 && threshold is { } t)
            return probabilities[positive] >= t ? positive : 1 - positive;
        var best = 0;
        for (var k = 1; k < probabilities.Length; k++)
        {
            if (probabilities[k] > probabilities[best])
                best = k;
        }

        return best;
    }

    /// <summary>Counts <c>[K, K]</c>: rows the true class, columns the class decided for.</summary>
    public long[] Confusion(ReadOnlySpan<int> weights)
    {
        var counts = new long[_classes * _classes];
        for (var i = 0; i < _cell.Length; i++)
            counts[_cell[i]] += weights[i];
        return counts;
    }

    public DecisionFigures Figures(ReadOnlySpan<int> weights)
    {
        var counts = Confusion(weights);
        var (sensitivities, specificities) = (new double[_classes], new double[_classes]);
        long total = counts.Sum(), right = 0;
        var present = 0;
        for (var k = 0; k < _classes; k++)
        {
            long row = 0, column = 0;
            for (var j = 0; j < _classes; j++)
            {
                row += counts[k * _classes + j];
                column += counts[j * _classes + k];
            }

            var hit = counts[k * _classes + k];
            right += hit;
            present += row > 0 ? 1 : 0;
            sensitivities[k] = row == 0 ? 0 : (double)hit / row;
            specificities[k] = row == total ? 1 : 1 - (double)(column - hit) / (total - row);
        }

        return new((double)right / total, sensitivities.Sum() / present, sensitivities, specificities);
    }
}
