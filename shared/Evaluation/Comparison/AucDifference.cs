namespace Lesion.Evaluation;

/// <summary>How much larger the challenger's AUC is than the champion's, with a 95 % interval.</summary>
/// <param name="ShareBetter">Share of resamples (ties half) in which the challenger is better, or the normal probability of it.</param>
public sealed record AucDifference(double Champion, double Challenger, double Difference, double Low, double High, double ShareBetter);
