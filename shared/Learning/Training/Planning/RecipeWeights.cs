using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Training.Planning;

/// <summary>Sees to it that the weights of a recipe are on this machine, before it is planned.</summary>
public static class RecipeWeights
{
    /// <returns>
    /// The recipe with the companions that can be had, which are not optional any more: who trains by it later needs them all.
    /// And for each that cannot be had the reason and the remedy.
    /// </returns>
    /// <exception cref="FileNotFoundException">Weights are not on this machine, and nobody publishes them.</exception>
    /// <exception cref="InvalidDataException">A file on this machine is not what its name says.</exception>
    /// <exception cref="WeightsUnavailableException">Weights cannot be fetched.</exception>
    /// <exception cref="TrainingException">There are no weights of such a name.</exception>
    public static async Task<(TrainingRecipe Recipe, IReadOnlyList<string> Missing)> EnsureAsync(
        TrainingRecipe recipe,
        WeightLibrary library,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var weights = recipe.AllWeights;
        await library.EnsureAsync(weights[0], progress, cancellationToken);
        var (companions, missing) = (new List<CompanionRecipe>(), new List<string>());
        foreach (var (companion, its) in recipe.Companions.Zip(weights.Skip(1)))
        {
            try
            {
                await library.EnsureAsync(its, progress, cancellationToken);
                companions.Add(companion with { Optional = false });
            }
            catch (Exception exception) when (companion.Optional && exception is (FileNotFoundException or WeightsUnavailableException))
            {
                missing.Add(exception.Message);
            }
        }

        return (recipe with { Companions = companions }, missing);
    }
}
