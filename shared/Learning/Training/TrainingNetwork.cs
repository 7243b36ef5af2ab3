using Lesion.Evaluation;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training;

/// <summary>The network that a recipe asks for.</summary>
internal static class TrainingNetwork
{
    /// <exception cref="TrainingException">The recipe names weights or stages that there are not.</exception>
    public static ClassifierNetwork Create(TrainingLayout layout)
    {
        var recipe = layout.Plan.Recipe;
        try
        {
            return ClassifierNetwork.Create(new NetworkPlan
            {
                Weights = recipe.Weights,
                Taps = recipe.Taps,
                PoolDeviation = recipe.PoolDeviation,
                Classes = layout.Dataset.Classes,
            });
        }
        catch (ArgumentException exception)
        {
            throw new TrainingException($"The recipe's network cannot be built: {exception.Message}", exception);
        }
    }

    public static void SetHead(this ClassifierNetwork network, LogisticModel head) => ((LinearHead)network.Head).Set(
        Single(head.Mean), Single(head.Scale), Single(head.Weights), Single(head.Bias));

    private static float[] Single(double[] values) => [.. values.Select(value => (float)value)];
}
