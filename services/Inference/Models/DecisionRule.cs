using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>What is made of the probabilities of an image, as the model's card says.</summary>
public static class DecisionRule
{
    /// <summary>The decision that a person should look.</summary>
    public const string Refer = "refer";

    /// <summary>The reason of one whose probability lies within the model's refer band.</summary>
    public const string Uncertain = "uncertain";

    /// <param name="card">Classes, positive class, threshold and refer band.</param>
    /// <param name="probabilities">In the order of the classes.</param>
    public static Verdict Decide(this ModelCard card, ReadOnlySpan<double> probabilities)
    {
        int? positive = card.Positive is null ? null : card.Classes.ToList().IndexOf(card.Positive);
        var label = card.Classes[LabelIndex(card, positive, probabilities)];
        var uncertain = positive is { } index
            && card.ReferBand is [var low, var high]
            && probabilities[index] >= low
            && probabilities[index] <= high;
        return uncertain ? new Verdict(label, Refer, [Uncertain]) : new Verdict(label, label, []);
    }

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
