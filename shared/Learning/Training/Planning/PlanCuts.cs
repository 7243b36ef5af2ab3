using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Planning;

/// <summary>
/// A recipe and ever cheaper ones, in the order in which what is dear and matters least is given up: trials of the search, up
/// to half of the epochs, folds, more epochs, training by gradient where a probe serves as well, test-time orientations,
/// companions, the crop, views.
/// </summary>
internal static class PlanCuts
{
    private const int FewestNetworks = 3;

    /// <param name="folds">That the training images have.</param>
    public static IEnumerable<TrainingRecipe> Of(TrainingRecipe asked, int folds)
    {
        var recipe = asked;
        yield return recipe;
        while (recipe.Search is { } search)
            yield return recipe = recipe with { Search = search.Trials > 2 ? search with { Trials = search.Trials / 2 } : null };
        for (var tenths = 9; tenths >= 5 && recipe.TrainPhases.Count > 0; tenths--)
            yield return recipe = WithEpochs(recipe, asked, tenths);
        for (var tried = Tried(recipe, folds) - 1; tried >= Fewest(recipe) && recipe.TrainPhases.Count > 0; tried--)
            yield return recipe = recipe with { CrossValidation = recipe.CrossValidation with { Folds = tried } };
        for (var tenths = 4; tenths >= 1 && recipe.TrainPhases.Count > 0; tenths--)
            yield return recipe = WithEpochs(recipe, asked, tenths);
        if (recipe.Probe is { } probe && recipe.TrainPhases.Count > 0 && recipe.Head.Kind is HeadKind.Linear)
            yield return recipe = recipe with { Phases = [probe] };
        while (recipe.TestViews > 1)
            yield return recipe = recipe with { TestViews = recipe.TestViews / 2 };
        if (recipe.Companions.Count > 0)
            yield return recipe = recipe with { Companions = [] };
        if (recipe.Input.CentreCrop is not null)
            yield return recipe = recipe with { Input = recipe.Input with { CentreCrop = null } };
        while (recipe.Views is { } views)
            yield return recipe = recipe with { Views = views.Views > 1 ? views with { Views = views.Views - 1 } : null };
    }

    private static int Tried(TrainingRecipe recipe, int folds) => Math.Min(recipe.CrossValidation.Folds ?? folds, folds);

    private static int Fewest(TrainingRecipe recipe) =>
        recipe.CrossValidation.Final is FinalModel.Refit ? 1 : FewestNetworks;

    private static TrainingRecipe WithEpochs(TrainingRecipe recipe, TrainingRecipe asked, int tenths)
    {
        var epochs = new Queue<int>(asked.TrainPhases.Select(phase => Math.Max(1, phase.Epochs * tenths / 10)));
        return recipe with
        {
            Phases = [.. recipe.Phases.Select(phase => phase is TrainRecipe train ? train with { Epochs = epochs.Dequeue() } : phase)],
        };
    }
}
