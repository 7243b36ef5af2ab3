using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Selection;

/// <summary>Chooses the number of epochs, and between the probe and what was trained from it, by out-of-fold predictions.</summary>
internal sealed class Chooser(TrainingLayout layout, MemberBlobs members, ProbeFitting probe)
{
    private int LastPhase => layout.TrainPhases.Count - 1;

    private Measure Measure => layout.Recipe.CrossValidation.Measure;

    /// <exception cref="TrainingException">The training ran away, and there is no probe to keep.</exception>
    public async Task<(TrainingState State, StepResult Result)> RunAsync(TrainingState state, CancellationToken cancellationToken)
    {
        var choice = await ChooseAsync(state, cancellationToken);
        var kept = choice.KeepsProbe ? choice.Probe!.Value : choice.Trained;
        return (state with { Choice = choice }, new StepResult("train", Text(choice), kept.Figures()));
    }

    private static string Text(TrainingChoice choice) => choice switch
    {
        { KeepsProbe: true } => $"What was trained ({choice.Trained}) is not better than the probe ({choice.Probe}), which is kept",
        { Probe: { } probe } => $"What was trained is better: {choice.Trained} on the images kept out; the probe has {probe}",
        _ => $"What was trained has {choice.Trained} on the images kept out",
    };

    private async Task<TrainingChoice> ChooseAsync(TrainingState state, CancellationToken cancellationToken)
    {
        var epochs = new List<int>();
        for (var phase = 0; phase <= LastPhase; phase++)
            epochs.Add(await EpochsAsync(state, phase, cancellationToken));
        var trained = Score.Of(await TrainedAsync(state, epochs, cancellationToken), layout.Dataset);
        if (state.Probe is not { } chosen)
        {
            return trained.Loss is not null
                ? new TrainingChoice(epochs, KeepsProbe: false, trained, Probe: null)
                : throw new TrainingException("The training ran away: its losses are no numbers. Lower the rates of the recipe's optimiser.");
        }

        var kept = Score.Of(await probe.OutOfFoldAsync(chosen.Chosen, layout.TriedFolds, cancellationToken), layout.Dataset);
        return new TrainingChoice(epochs, !trained.IsBetterThan(kept, Measure), trained, kept);
    }

    /// <summary>The final model's out-of-fold predictions, which the decision is chosen by.</summary>
    public async Task<OutOfFold> OutOfFoldAsync(TrainingState state, CancellationToken cancellationToken) =>
        state.Choice is { KeepsProbe: false } choice
            ? await TrainedAsync(state, choice.Epochs, cancellationToken)
            : await probe.OutOfFoldAsync(state.Probe!.Chosen, layout.Folds, cancellationToken);

    /// <summary>The trained members' predictions of the folds kept out, after so many epochs of the last phase.</summary>
    public async Task<OutOfFold> AfterAsync(int epoch, CancellationToken cancellationToken)
    {
        var parts = new List<OutOfFold>();
        foreach (var fold in layout.TriedFolds)
            parts.Add(await members.OutOfFoldAsync(Member.WithoutFold(fold), LastPhase, epoch, cancellationToken));
        return OutOfFold.Join(parts);
    }

    /// <summary>Whether epochs of the last phase were compared with each other, all folds together.</summary>
    public bool ComparesEpochs =>
        layout.Recipe.CrossValidation.Final is FinalModel.Refit && layout.TrainPhases[LastPhase].Patience is null;

    public async Task<OutOfFold> TrainedAsync(TrainingState state, IReadOnlyList<int> epochs, CancellationToken cancellationToken)
    {
        if (layout.TrainPhases[LastPhase].Patience is null)
            return await AfterAsync(epochs[LastPhase], cancellationToken);
        var parts = new List<OutOfFold>();
        foreach (var member in layout.TriedFolds.Select(Member.WithoutFold))
            parts.Add(await members.OutOfFoldAsync(
                member, LastPhase, state.Epochs.BestEpoch(member, LastPhase, Measure), cancellationToken));
        return OutOfFold.Join(parts);
    }

    private async Task<int> EpochsAsync(TrainingState state, int phase, CancellationToken cancellationToken)
    {
        var recipe = layout.TrainPhases[phase];
        if (recipe.Patience is not null)
            return (int)Math.Round(layout.TriedFolds.Average(fold => state.Epochs.BestEpoch(Member.WithoutFold(fold), phase, Measure)));
        if (phase < LastPhase || !ComparesEpochs)
            return recipe.Epochs;
        var scores = new List<Score>();
        for (var epoch = 1; epoch <= recipe.Epochs; epoch++)
            scores.Add(Score.Of(await AfterAsync(epoch, cancellationToken), layout.Dataset));
        return 1 + EarlyStopping.Best([.. scores.Select(score => score.Value(Measure))]);
    }
}
