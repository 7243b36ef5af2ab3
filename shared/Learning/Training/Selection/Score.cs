using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Selection;

/// <summary>How good predictions of images are that were not trained on. Null where the training ran away and gives no numbers.</summary>
/// <param name="Auc">The area under the ROC curve; with more than two classes the mean over one against the rest.</param>
/// <param name="Loss">Mean cross-entropy at temperature 1.</param>
internal readonly record struct Score(double? Auc, double? Loss)
{
    public static Score Of(OutOfFold predicted, DatasetManifest dataset)
    {
        if (predicted.RanAway)
            return default;
        var predictions = predicted.Predictions(dataset, temperature: 1);
        var labels = predicted.Labels(dataset);
        double loss = 0;
        for (var i = 0; i < labels.Length; i++)
            loss -= Math.Log(Math.Max(predictions.Row(i)[labels[i]], double.Epsilon));
        return new Score(ClassificationEvaluator.Auc(predictions), loss / labels.Length);
    }

    /// <summary>Higher is better; no number where the training ran away.</summary>
    public double Value(Measure measure) => (measure is Measure.Auc ? Auc : -Loss) ?? double.NaN;

    public bool IsBetterThan(Score other, Measure measure) => Value(measure) > other.Value(measure);

    /// <summary>For people.</summary>
    public override string ToString() => Auc is null ? "no numbers" : $"AUC {Auc:f3}, loss {Loss:f3}";

    /// <summary>For progress.</summary>
    public (string Name, double Value)[] Figures() => Auc is { } auc && Loss is { } loss ? [("auc", auc), ("loss", loss)] : [];
}
