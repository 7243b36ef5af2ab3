using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Training.Planning;

/// <summary>Sees to it that the weights of a recipe are on this machine, before it is planned.</summary>
public static class RecipeWeights
{
    /// <returns>The recipe without the optional companions that cannot be had, and for each of these the reason and the remedy.</returns>
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
                companions.Add(companion);
            }
            catch (Exception exception) when (companion.Optional && exception is (FileNotFoundException or WeightsUnavailableException))
            {
                missing.Add(exception.Message);
            }
        }

        return (missing.Count == 0 ? recipe : recipe with { Companions = companions }, missing);
    }
}
