using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>What a training chose by out-of-fold predictions, and whose these are, for people.</summary>
internal sealed class OutOfFoldChoices(TrainingLayout layout, TrainingState state, Chooser chooser)
{
    /// <summary>Beside what <see cref="DecisionRule"/> chooses; none where the recipe left nothing open.</summary>
    public IEnumerable<string> Names()
    {
        if (layout.Recipe.Probe is { Penalties.Count: > 1 })
            yield return "penalty";
        if (layout.Trials.DistinctBy(trial => trial.Rate).Count() > 1)
            yield return "rates";
        if (layout.Trials.DistinctBy(trial => trial.BatchSize).Count() > 1)
            yield return "batch size";
        if (layout.TrainPhases.Any(phase => phase.Patience is not null)
            || (layout.TrainPhases is [.., { Epochs: > 1 }] && chooser.ComparesEpochs))
            yield return "number of epochs";
        if (layout.Recipe.Probe is not null && layout.TrainPhases.Count > 0)
            yield return "whether to keep the probe";
    }

    /// <summary>By which models the out-of-fold figures are, and how the final one differs from these.</summary>
    public string Models() => (state.Choice, layout.Recipe.CrossValidation.Final) switch
    {
        (null or { KeepsProbe: true }, _) =>
            "The out-of-fold figures are of probes, each fitted without the fold that it answers for; the model is the probe fitted on all training images.",
        (_, FinalModel.Ensemble) =>
            "The out-of-fold figures are of the members, each trained without the fold that it answers for; the model is the mean of their answers.",
        (_, FinalModel.Soup) =>
            "The out-of-fold figures are of the members, each trained without the fold that it answers for; the model is the mean of their weights, which only the held-out images judge.",
        _ =>
            "The out-of-fold figures are of networks, each trained without the fold that it answers for; the model is trained in the same way on all training images.",
    };
}
