using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Networks;

/// <summary>What a classifier is made of, as data.</summary>
public sealed record NetworkPlan
{
    /// <summary>The pretrained weights' name, which implies the trunk. Default: ResNet-34 up to its third stage.</summary>
    public string Weights { get; init; } = PretrainedWeights.Default;

    /// <summary>The stages whose output is pooled into the embedding. Default: <c>layer2</c>, <c>layer3</c>.</summary>
    public IReadOnlyList<string> Taps { get; init; } = ["layer2", "layer3"];

    /// <summary>Pool each tapped channel's mean over the image. Default: yes.</summary>
    public bool PoolMean { get; init; } = true;

    /// <summary>Pool each tapped channel's standard deviation over the image. Default: yes.</summary>
    public bool PoolDeviation { get; init; } = true;

    /// <summary>The classes, in the order of the logits.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Whether a trunk with these stages can serve the plan.</summary>
    /// <returns>The index of the highest tap.</returns>
    /// <exception cref="ArgumentException">It cannot; the message says what is wrong.</exception>
    internal int Check(IReadOnlyList<Stage> stages)
    {
        var names = stages.Select(stage => stage.Name).ToList();
        if (Taps.FirstOrDefault(tap => !names.Contains(tap)) is { } unknown)
            throw new ArgumentException($"The trunk of '{Weights}' has no stage '{unknown}'; it has {string.Join(", ", names)}.");
        if (Taps.Count == 0 || !(PoolMean || PoolDeviation))
            throw new ArgumentException("A network needs at least one tap, and the mean or the deviation pooled from it.");
        if (Classes.Count < 2 || Classes.Distinct().Count() < Classes.Count)
            throw new ArgumentException($"A network needs two or more different classes; given: {string.Join(", ", Classes)}.");
        return Taps.Max(names.IndexOf);
    }
}
