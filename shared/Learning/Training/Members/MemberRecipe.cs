using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Search;

namespace Lesion.Learning.Training.Members;

/// <summary>A member's phase as it is run: the recipe's, with the rates and the batch size that the search found or tries.</summary>
internal static class MemberRecipe
{
    public static TrainRecipe Of(TrainingLayout layout, SearchFindings search, Member member, int phase)
    {
        var recipe = layout.TrainPhases[phase];
        return member.Kind switch
        {
            MemberKind.RangeTest => recipe,
            MemberKind.Trial => With(recipe, layout.Trials[member.Number]) with { Epochs = layout.Recipe.Search!.Epochs, Patience = null },
            _ => search.Trial is { } chosen ? With(recipe, layout.Trials[chosen]) : recipe,
        };

        TrainRecipe With(TrainRecipe train, Trial trial) => train with
        {
            BatchSize = trial.BatchSize,
            Optimiser = train.Optimiser with
            {
                HeadRate = train.Optimiser.HeadRate * search.RateFactor * trial.Rate,
                BodyRate = train.Optimiser.BodyRate * search.RateFactor * trial.Rate,
            },
        };
    }
}
