using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Onnx;
using Lesion.Standalone.CommandLine;

namespace Lesion.Standalone.Verbs.Evaluating;

/// <summary>How a model (the challenger) does beside another (the champion) on the same images; what <c>--json</c> adds.</summary>
internal sealed record ModelComparison
{
    /// <summary>The other model's file.</summary>
    public required string Against { get; init; }

    /// <summary>The other model's own figures.</summary>
    public required ClassificationMetrics Metrics { get; init; }

    /// <summary>Paired bootstrap.</summary>
    public required PairedDifference Auc { get; init; }

    /// <summary>DeLong's test, which ignores groups; null with more than two classes, of which there is none.</summary>
    public PairedDifference? AucDeLong { get; init; }

    /// <summary>Paired bootstrap, each at its own threshold.</summary>
    public required PairedDifference BalancedAccuracy { get; init; }

    public static ModelComparison Make(
        (ModelCard Card, PredictionSet Predictions) model, (ModelCard Card, PredictionSet Predictions) other, string against)
    {
        var (a, b) = (other.Predictions, model.Predictions);
        return new ModelComparison
        {
            Against = against,
            Metrics = ClassificationEvaluator.Evaluate(a, other.Card.Threshold),
            Auc = PairedBootstrap.CompareAuc(a, b),
            AucDeLong = a.IsBinary ? DeLongTest.Compare(a, b) : null,
            BalancedAccuracy = PairedBootstrap.CompareBalancedAccuracy((a, other.Card.Threshold), (b, model.Card.Threshold)),
        };
    }

    /// <exception cref="CommandFailedException">The two tell other classes apart.</exception>
    public static void RequireSameClasses(ModelCard model, ModelCard other)
    {
        if (!model.Classes.SequenceEqual(other.Classes) || model.Positive != other.Positive)
        {
            throw new CommandFailedException(
                $"--against: the models cannot be compared: one tells {Describe(model)} apart, the other {Describe(other)}."
                + " Give a model that was trained on the same labels.");
        }
    }

    private static string Describe(ModelCard card) =>
        string.Join(", ", card.Classes) + (card.Positive is { } positive ? $" (positive: {positive})" : "");
}
