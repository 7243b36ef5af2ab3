using Lesion.Learning.Networks;
using Lesion.Learning.Weights;

namespace Lesion.Learning.Tests.Networks.Zoo;

/// <summary>A file of weights for a small network, with values by rule: a trunk beside the one that ships.</summary>
internal static class DrawnWeights
{
    public const string Network = "squeezenet1_1";

    private static readonly Lazy<string> Written = new(Write);

    public static string File => Written.Value;

    private static string Write()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "drawn-squeezenet.safetensors");
        using var state = RuleFilled.State(NetworkZoo.Create(Network));
        SafeTensors.Write(path, [.. state]);
        return path;
    }
}
