namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// Where each weight lies in one piece of memory. Weights of one rate lie beside each other, matrices before vectors, so
/// that what is done to all of them is done in a few calls.
/// </summary>
internal sealed class WeightLayout
{
    /// <summary>In numbers: 64 bytes, as torch aligns its own memory. The gaps stay 0.</summary>
    private const long Alignment = 16;

    /// <exception cref="ArgumentException">There is no weight, two have one name, or one asks for no gradient.</exception>
    public WeightLayout(IReadOnlyList<TrainableWeight> weights)
    {
        if (weights.Count == 0)
            throw new ArgumentException("There is no weight to train.", nameof(weights));
        if (weights.GroupBy(weight => weight.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two weights are called '{twice.Key}'.", nameof(weights));
        if (weights.FirstOrDefault(weight => !weight.Value.requires_grad) is { } frozen)
            throw new ArgumentException($"Weight '{frozen.Name}' is frozen: ask for its gradient first.", nameof(weights));
        Weights = [.. weights.OrderBy(weight => weight.Rate).ThenBy(IsVector)];
        Sizes = [.. Weights.Select(weight => Padded(weight.Value.numel()))];
        Starts = [.. Sizes.Select((_, i) => Sizes.Take(i).Sum())];
        Length = Sizes.Sum();
        Segments = [.. Enumerable.Range(0, Weights.Count)
            .GroupBy(i => (Weights[i].Rate, Vectors: IsVector(Weights[i])))
            .Select(group => new WeightSegment(
                Starts[group.First()], group.Sum(i => Sizes[i]), group.Key.Rate, group.Key.Vectors))];
    }

    public IReadOnlyList<TrainableWeight> Weights { get; }

    /// <summary>Of each weight, with the gap after it.</summary>
    public IReadOnlyList<long> Sizes { get; }

    public IReadOnlyList<long> Starts { get; }

    /// <summary>Numbers in all.</summary>
    public long Length { get; }

    public IReadOnlyList<WeightSegment> Segments { get; }

    private static bool IsVector(TrainableWeight weight) => weight.Value.dim() < 2;

    private static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
