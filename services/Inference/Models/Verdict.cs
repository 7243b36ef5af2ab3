namespace Lesion.Inference;

/// <summary>What is made of the probabilities of one image.</summary>
/// <param name="Label">By the threshold; the most probable class where the model has none.</param>
/// <param name="Decision">The label, or <c>refer</c>.</param>
/// <param name="Reasons">Why it is referred; empty otherwise.</param>
public sealed record Verdict(string Label, string Decision, IReadOnlyList<string> Reasons);
