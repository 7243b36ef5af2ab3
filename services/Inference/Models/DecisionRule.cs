using System.Numerics.Tensors;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>What is made of the probabilities of an image, as the model's card says.</summary>
public static class DecisionRule
{
    /// <summary>The decision that a person should look.</summary>
    public const string Refer = "refer";

    /// <summary>The reason of one whose probability lies within the model's refer band, or is too low with more than two classes.</summary>
    public const string Uncertain = "uncertain";

    /// <summary>The reason of one beyond the limit of what the training images are like.</summary>
    public const string UnlikeTraining = "unlikeTraining";

    /// <param name="card">Classes, positive class, threshold, and what is referred.</param>
    /// <param name="probabilities">In the order of the classes.</param>
    /// <param name="novelty">The output <c>novelty</c>; null, of a model that has none, refers nothing.</param>
    public static Verdict Decide(this ModelCard card, ReadOnlySpan<double> probabilities, double? novelty = null)
    {
        int? positive = card.Positive is null ? null : card.Classes.ToList().IndexOf(card.Positive);
        var label = card.Classes[LabelIndex(card, positive, probabilities)];
        string[] uncertain = IsUncertain(card, positive, probabilities) ? [Uncertain] : [];
        string[] unlike = novelty > 1 ? [UnlikeTraining] : [];
        string[] reasons = [.. uncertain, .. unlike];
        return new Verdict(label, reasons.Length > 0 ? Refer : label, reasons);
    }

    private static bool IsUncertain(ModelCard card, int? positive, ReadOnlySpan<double> probabilities) => positive is { } index
        ? card.ReferBand is [var low, var high] && probabilities[index] >= low && probabilities[index] <= high
        : TensorPrimitives.Max(probabilities) < card.ReferBelow;

    private static int LabelIndex(ModelCard card, int? positive, ReadOnlySpan<double> probabilities)
    {
        if (card.Classes.Count == 2 && positive is { } index && card.Threshold is { } threshold)
        {
            return probabilities[index] >= threshold ? index : 1 - index;
        }

        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }
}
