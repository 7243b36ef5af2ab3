using System.IO.Hashing;
using System.Text;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks.Zoo;

/// <summary>
/// Values for a network's weights by a rule that any language can repeat, so that networks can be compared without a
/// weights' file: a hash of a tensor's name and an element's place, scaled as befits the tensor's kind.
/// </summary>
internal static class RuleFilled
{
    /// <summary>Values for all that the stages use.</summary>
    public static StateDict State(IEnumerable<Stage> stages)
    {
        var state = new StateDict("values by rule");
        foreach (var (path, weight) in stages.SelectMany(stage => stage.Weights).Where(weight => weight.Weight.Use != WeightUse.Unused))
            state.Add(path, Tensor(path, [.. weight.Shape]));
        return state;
    }

    /// <summary>Uniform in [-1, 1) under the name <c>input</c>.</summary>
    public static Tensor Input(params long[] shape) => tensor(Values("input", shape.Aggregate((a, b) => a * b), 0, 1)).reshape(shape);

    private static Tensor Tensor(string name, long[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var values = name.EndsWith(".weight", StringComparison.Ordinal) && shape.Length > 1
            ? Values(name, count, 0, Math.Sqrt(6.0 / (count / shape[0])))
            : name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".running_var", StringComparison.Ordinal)
                ? Values(name, count, 1, 0.1)
                : Values(name, count, 0, 0.1);
        using var flat = tensor(values);
        return flat.reshape(shape);
    }

    private static float[] Values(string name, long count, double middle, double scale)
    {
        var seed = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(name));
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            var hash = unchecked((uint)i + seed) * 2654435761u;
            hash = (hash ^ (hash >> 16)) * 2246822519u;
            hash ^= hash >> 13;
            values[i] = (float)(middle + ((hash / 4294967296.0 * 2) - 1) * scale);
        }
        return values;
    }
}
