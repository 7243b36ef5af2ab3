namespace Lesion.Evaluation;

/// <summary>How much larger a figure of the challenger is than the champion's on the same images, with a 95 % interval.</summary>
/// <param name="ShareBetter">Share of resamples (ties half) in which the challenger is better, or the normal probability of it.</param>
public sealed record PairedDifference(
    double Champion, double Challenger, double Difference, double Low, double High, double ShareBetter)
{
    /// <summary>Images share groups, but were taken as independent of each other, so that the interval is too narrow.</summary>
    public bool IgnoresGroups { get; init; }
}
