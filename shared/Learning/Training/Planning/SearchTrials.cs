using Lesion.Imaging;
using Lesion.Learning.Training.Recipe;

namespace Lesion.Learning.Training.Planning;

/// <summary>The trials of a search: every batch size with every rate, or as many of them as the recipe allows, by chance.</summary>
internal static class SearchTrials
{
    public static IReadOnlyList<Trial> Of(TrainingRecipe recipe, int seed)
    {
        if (recipe.Search is not { } search)
            return [];
        IReadOnlyList<int> sizes = search.BatchSizes.Count > 0 ? search.BatchSizes : [recipe.TrainPhases[0].BatchSize];
        var all = sizes.SelectMany(size => search.Rates.Select(rate => new Trial(size, rate))).ToList();
        if (all.Count <= search.Trials)
            return all;
        var picked = Enumerable.Range(0, all.Count).ToArray();
        SeededRandom.From($"{seed}/search").Shuffle<int>(picked);
        return [.. picked.Take(search.Trials).Order().Select(place => all[place])];
    }
}
