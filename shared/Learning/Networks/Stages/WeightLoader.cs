using Lesion.Learning.Networks.Layers;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>Gives layers their values, strictly: all or an error, since a partly loaded network works and is wrong.</summary>
internal static class WeightLoader
{
    private const int NamesToShow = 5;

    /// <param name="weights">Those that get values.</param>
    /// <param name="state">Where from.</param>
    /// <param name="source">What to call that in messages.</param>
    /// <param name="device">Where to.</param>
    /// <param name="spare">What the state may have besides, in the right shape.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, superfluous or of the wrong shape; nothing was loaded.</exception>
    public static void Load(
        IEnumerable<(string Path, Weight Weight)> weights,
        IReadOnlyDictionary<string, Tensor> state,
        string source,
        Device device,
        IEnumerable<(string Path, Weight Weight)>? spare = null)
    {
        var known = weights.ToDictionary(weight => weight.Path, weight => weight.Weight, StringComparer.Ordinal);
        var wanted = known.Where(weight => weight.Value.Use != WeightUse.Unused).ToList();
        foreach (var (name, weight) in spare ?? [])
            known.Add(name, weight);
        var faults = new[]
        {
            Fault("lacks", wanted.Select(weight => weight.Key).Where(name => !state.ContainsKey(name))),
            Fault("has, superfluously,", state.Keys.Where(name => !known.ContainsKey(name))),
            Fault("has in another shape", known
                .Where(weight => state.TryGetValue(weight.Key, out var tensor) && !tensor.shape.SequenceEqual(weight.Value.Shape))
                .Select(weight => $"{weight.Key} {Text(state[weight.Key].shape)} instead of {Text(weight.Value.Shape)}")),
        };
        if (faults.OfType<string>().ToList() is { Count: > 0 } found)
            throw new InvalidDataException($"The weights do not fit the network: {source} {string.Join("; it ", found)}.");
        foreach (var (name, weight) in wanted)
            weight.Set(state[name], device);
    }

    private static string? Fault(string what, IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0)
            return null;
        var more = all.Count > NamesToShow ? $" and {all.Count - NamesToShow} more" : "";
        return $"{what} {string.Join(", ", all.Take(NamesToShow))}{more}";
    }

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
