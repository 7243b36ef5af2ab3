using Lesion.Evaluation;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Training.Planning;
using static TorchSharp.torch;

namespace Lesion.Learning.Training;

/// <summary>The network that a recipe asks for, and what training does to it.</summary>
internal static class TrainingNetwork
{
    /// <param name="head">Another than the recipe's.</param>
    /// <exception cref="TrainingException">The recipe names weights or stages that there are not.</exception>
    public static ClassifierNetwork Create(TrainingLayout layout, HeadPlan? head = null)
    {
        var recipe = layout.Recipe;
        layout.Plan.CheckWeights();
        try
        {
            return ClassifierNetwork.Create(new NetworkPlan
            {
                Weights = recipe.Weights,
                Network = recipe.Network,
                Taps = recipe.Taps,
                Companions = [.. recipe.Companions.Select(companion => companion.Trunk)],
                PoolDeviation = recipe.PoolDeviation,
                PoolCentre = recipe.PoolCentre,
                Head = head ?? recipe.Head,
                Classes = layout.Dataset.Classes,
            }, layout.TorchDevice);
        }
        catch (ArgumentException exception)
        {
            throw new TrainingException($"The recipe's network cannot be built: {exception.Message}", exception);
        }
    }

    public static void SetHead(this ClassifierNetwork network, LogisticModel head) => ((LinearHead)network.Head).Set(
        Single(head.Mean), Single(head.Scale), Single(head.Weights), Single(head.Bias));

    /// <summary>The parameters of the head and of the topmost stages, each with how far its stage lies below the top; the head's is null.</summary>
    public static IEnumerable<(string Name, TorchSharp.Modules.Parameter Value, int? BelowTop)> Trainable(this ClassifierNetwork network, int stages)
    {
        foreach (var trunk in network.Trunks)
        {
            foreach (var (stage, belowTop) in trunk.Top(stages))
            {
                foreach (var (name, value) in stage.NamedParameters)
                    yield return (trunk.NameOf(name), value, belowTop);
            }
        }

        foreach (var (name, value) in network.Head.NamedParameters)
            yield return (name, value, null);
    }

    /// <summary>Every tensor of the head and of the topmost stages, statistics too; the tensors stay the network's own.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Changed(this ClassifierNetwork network, int stages) => network.Trunks
        .SelectMany(trunk => trunk.Top(stages)
            .SelectMany(top => top.Stage.NamedParameters.Concat(top.Stage.NamedBuffers))
            .Select(weight => KeyValuePair.Create<string, Tensor>(trunk.NameOf(weight.Name), weight.Value)))
        .Concat(network.Head.State());

    /// <summary>Copies the tensors that are given into the network's of the same names.</summary>
    public static void Restore(this ClassifierNetwork network, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var withoutGradients = no_grad();
        foreach (var (name, target) in network.State())
        {
            if (weights.TryGetValue(name, out var value))
                target.copy_(value);
        }
    }

    private static float[] Single(double[] values) => [.. values.Select(value => (float)value)];
}
