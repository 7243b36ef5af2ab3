namespace Lesion.Learning.Networks;

/// <summary>What the zoo knows of a network.</summary>
/// <param name="Create">Its stages, bottom to top.</param>
internal sealed record ZooEntry(string Name, Func<IReadOnlyList<Stage>> Create, IReadOnlyList<string> DefaultTaps, string TopTap)
{
    public int InputSize { get; init; } = 224;

    /// <summary>From a tensor's name in older files to today's.</summary>
    public Func<string, string> WeightName { get; init; } = name => name;
}
