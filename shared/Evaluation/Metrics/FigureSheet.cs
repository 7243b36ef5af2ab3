using Lesion.Contracts;

namespace Lesion.Evaluation;

/// <summary>
/// All figures of a set of predictions in one row, first those of the whole, then, with more than two classes, those of each
/// class against the rest; so that a resample is one more row.
/// </summary>
internal sealed class FigureSheet
{
    private static readonly string[] OfTheWhole =
        ["accuracy", "balancedAccuracy", "auc", "averagePrecision", "sensitivity", "specificity", "ece"];

    private static readonly string[] OfAClass = ["auc", "averagePrecision", "sensitivity", "specificity"];

    private readonly PredictionSet _predictions;
    private readonly Decisions _decisions;
    private readonly CalibrationError _calibration;
    private readonly RankedScores[] _ranked;

    public FigureSheet(PredictionSet predictions, double? threshold)
    {
        _predictions = predictions;
        _decisions = new Decisions(predictions, predictions.IsBinary ? threshold : null);
        _calibration = new CalibrationError(predictions);
        _ranked = ClassificationEvaluator.RankedClasses(predictions);
    }

    /// <summary>The place of the calibration error, whose interval is made in its own way.</summary>
    public static int Ece { get; } = Array.IndexOf(OfTheWhole, "ece");

    public CalibrationError Calibration => _calibration;

    public double[] Row(ReadOnlySpan<int> weights)
    {
        var decided = _decisions.Figures(weights);
        var aucs = new double[_ranked.Length];
        var precisions = new double[_ranked.Length];
        for (var k = 0; k < _ranked.Length; k++)
        {
            aucs[k] = _ranked[k].Auc(weights);
            precisions[k] = _ranked[k].AveragePrecision(weights);
        }

        var binary = _predictions.IsBinary;
        double[] whole =
        [
            decided.Accuracy, decided.BalancedAccuracy, aucs.Average(), precisions.Average(),
            binary ? decided.Sensitivities[_predictions.PositiveIndex] : decided.Sensitivities.Average(),
            binary ? decided.Specificities[_predictions.PositiveIndex] : decided.Specificities.Average(),
            _calibration.Of(weights),
        ];
        return binary
            ? whole
            : [.. whole, .. aucs.SelectMany((auc, k) => new[] { auc, precisions[k], decided.Sensitivities[k], decided.Specificities[k] })];
    }

    /// <param name="row">The figures with every image counted once.</param>
    /// <param name="intervals">One for each of them; null where there is none.</param>
    public ClassificationMetrics ToMetrics(
        double[] row, (double Low, double High)?[] intervals, double? threshold, ReadOnlySpan<int> everyImageOnce) => new()
        {
            N = _predictions.Count,
            Classes = _predictions.Classes,
            Positive = _predictions.IsBinary ? _predictions.Positive : null,
            Threshold = _predictions.IsBinary ? threshold : null,
            Accuracy = row[0],
            BalancedAccuracy = row[1],
            Auc = row[2],
            AveragePrecision = row[3],
            Sensitivity = row[4],
            Specificity = row[5],
            Ece = row[Ece],
            Intervals = Named(OfTheWhole, intervals),
            ConfusionMatrix = [.. _decisions.Confusion(everyImageOnce).Select(count => (int)count).Chunk(_predictions.Classes.Count)],
            PerClass = _predictions.IsBinary
                ? null
                : [.. _predictions.Classes.Select((_, k) => OneClass(k, OfTheWhole.Length + (k * OfAClass.Length), row, intervals))],
        };

    private ClassMetrics OneClass(int index, int start, double[] row, (double Low, double High)?[] intervals) => new()
    {
        Class = _predictions.Classes[index],
        N = _predictions.Labels.Count(label => label == index),
        Auc = row[start],
        AveragePrecision = row[start + 1],
        Sensitivity = row[start + 2],
        Specificity = row[start + 3],
        Intervals = Named(OfAClass, intervals.AsSpan(start, OfAClass.Length)),
    };

    private static Dictionary<string, double[]> Named(string[] names, ReadOnlySpan<(double Low, double High)?> intervals)
    {
        var named = new Dictionary<string, double[]>();
        for (var i = 0; i < names.Length; i++)
        {
            if (intervals[i] is var (low, high))
                named[names[i]] = [low, high];
        }

        return named;
    }
}
