namespace Lesion.Learning.Networks;

/// <summary>Which pretrained trunk, and what is pooled of it, as data.</summary>
/// <param name="Weights">The pretrained weights' name, or a file.</param>
/// <param name="Network">The network's name in <see cref="NetworkZoo"/>, needed where the weights are a file; null: the one that they are for.</param>
/// <param name="Taps">The stages whose output is pooled into the embedding; null: the zoo's for the network.</param>
public sealed record TrunkPlan(string Weights, string? Network = null, IReadOnlyList<string>? Taps = null)
{
    /// <summary>Whether a network with these stages can serve the plan.</summary>
    /// <returns>The index of the highest of the taps.</returns>
    /// <exception cref="ArgumentException">It cannot; the message says what is wrong.</exception>
    internal int Check(IReadOnlyList<string> taps, IReadOnlyList<Stage> stages)
    {
        var names = stages.Where(stage => !stage.IsClassifier).Select(stage => stage.Name).ToList();
        if (taps.FirstOrDefault(tap => !names.Contains(tap)) is { } unknown)
            throw new ArgumentException($"The network of '{Weights}' has no stage '{unknown}' to tap; it has {string.Join(", ", names)}.");
        if (taps.Count == 0)
            throw new ArgumentException($"The network of '{Weights}' needs at least one tap; it has the stages {string.Join(", ", names)}.");
        return taps.Max(names.IndexOf);
    }
}
