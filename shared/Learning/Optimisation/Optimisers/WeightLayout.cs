namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// Where each weight lies in one piece of memory, and in which slices a step goes through them. Weights of one rate lie
/// beside each other, matrices before vectors.
/// </summary>
internal sealed class WeightLayout
{
    /// <summary>In numbers: 64 bytes, as torch aligns its own memory. The gaps stay 0.</summary>
    private const long Alignment = 16;

    /// <summary>In numbers: what a step reads and writes of so many stays in a core's cache until the step is done with them.</summary>
    private const long CacheLength = 1 << 17;

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
        var starts = new long[Weights.Count];
        for (var i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + Sizes[i - 1];
        (Starts, Length) = (starts, Sizes.Sum());
    }

    public IReadOnlyList<TrainableWeight> Weights { get; }

    /// <summary>Of each weight, with the gap after it.</summary>
    public IReadOnlyList<long> Sizes { get; }

    public IReadOnlyList<long> Starts { get; }

    /// <summary>Numbers in all.</summary>
    public long Length { get; }

    /// <summary>All weights of one rate and kind at once: few calls, as a GPU wants it.</summary>
    public IEnumerable<WeightSlice> LargeSlices() => Enumerable.Range(0, Weights.Count)
        .GroupBy(i => (Weights[i].Rate, Vectors: IsVector(Weights[i])))
        .Select(group => new WeightSlice(
            Starts[group.First()], group.Sum(i => Sizes[i]), group.Key.Rate, group.Key.Vectors, Weight: null));

    /// <summary>Each weight apart, and the large ones in parts: what a CPU's cache holds.</summary>
    public IEnumerable<WeightSlice> SmallSlices()
    {
        for (var i = 0; i < Weights.Count; i++)
        {
            for (long done = 0; done < Sizes[i]; done += CacheLength)
            {
                yield return new WeightSlice(
                    Starts[i] + done, Math.Min(CacheLength, Sizes[i] - done), Weights[i].Rate, IsVector(Weights[i]), i);
            }
        }
    }

    private static bool IsVector(TrainableWeight weight) => weight.Value.dim() < 2;

    private static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
