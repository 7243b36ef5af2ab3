using Lesion.Contracts;

namespace Lesion.Inference;

/// <summary>What a model file says of itself: how to see an image, and how to decide.</summary>
public sealed record ModelCard
{
    public const string Refer = "refer";

    public const string Uncertain = "uncertain";

    /// <summary>The order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The class whose probability is held against the threshold; null where there is none.</summary>
    public string? Positive { get; init; }

    /// <summary>At or above it the label is <see cref="Positive"/>; null means the most probable class.</summary>
    public double? Threshold { get; init; }

    /// <summary>Probabilities of the positive class in [low, high] are referred to a person; null refers none.</summary>
    public (double Low, double High)? ReferBand { get; init; }

    /// <summary>The divisor of the logits, already applied inside the graph.</summary>
    public required double Temperature { get; init; }

    public required ModelInput Input { get; init; }

    /// <summary>Where <see cref="Positive"/> stands in <see cref="Classes"/>.</summary>
    public int? PositiveIndex => Positive is null ? null : Classes.ToList().IndexOf(Positive);

    /// <summary>The label, and whether a person should look.</summary>
    /// <param name="probabilities">In the order of the classes.</param>
    public Verdict Decide(ReadOnlySpan<float> probabilities)
    {
        var label = Classes[LabelIndex(probabilities)];
        var uncertain = PositiveIndex is { } positive
            && ReferBand is var (low, high)
            && probabilities[positive] >= low
            && probabilities[positive] <= high;
        return uncertain ? new Verdict(label, Refer, [Uncertain]) : new Verdict(label, label, []);
    }

    private int LabelIndex(ReadOnlySpan<float> probabilities)
    {
        if (Classes.Count == 2 && Threshold is { } threshold && PositiveIndex is { } positive)
        {
            return probabilities[positive] >= threshold ? positive : 1 - positive;
        }

        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }
}
