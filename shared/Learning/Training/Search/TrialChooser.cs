using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Search;

/// <summary>Chooses among the trials of a search, by the fold that they were not trained on.</summary>
internal static class TrialChooser
{
    public static (TrainingState State, StepResult Result) Run(TrainingLayout layout, TrainingState state)
    {
        var measure = layout.Recipe.CrossValidation.Measure;
        var scores = Enumerable.Range(0, layout.Trials.Count).Select(number => ScoreOf(state, number)).ToList();
        var chosen = EarlyStopping.Best([.. scores.Select(score => score.Value(measure))]);
        return (
            state with { Search = state.Search with { Trial = chosen } },
            new StepResult("search", $"Of {scores.Count} trials {layout.Trials[chosen]} is best: {scores[chosen]}", scores[chosen].Figures()));
    }

    /// <summary>After the trial's last epoch.</summary>
    public static Score ScoreOf(TrainingState state, int number) =>
        state.Epochs.LastOrDefault(epoch => epoch.Member == Member.Trial(number))?.OutOfFold ?? default;
}
