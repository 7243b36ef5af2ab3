using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Draws up a report's details.</summary>
internal static class Summary
{
    public static TrainingDetails Of(TrainingLayout layout, FeatureTable table, TrainingState state, PredictionSet heldOut)
    {
        var probe = state.Probe!;
        return new TrainingDetails
        {
            Images = new Dictionary<Split, IReadOnlyDictionary<string, int>>
            {
                [Split.Train] = Count(table.Training),
                [layout.HeldOutSplit] = Count(table.HeldOut),
            },
            Penalties = [.. probe.Penalties.Zip(probe.Aucs, (penalty, auc) => new CandidateScore(penalty, auc))],
            Epochs = state.Epoch is not { } epoch
                ? []
                : [new CandidateScore(0, epoch.ProbeAuc), .. epoch.Aucs.Select((auc, i) => new CandidateScore(i + 1, auc))],
            Outcome = Outcome(state, probe),
            Threads = layout.Plan.Threads,
            Roc = heldOut.IsBinary ? RocCurve.Of(heldOut.Column(heldOut.PositiveIndex), heldOut.Is(heldOut.PositiveIndex)) : [],
        };
    }

    private static string Outcome(TrainingState state, ProbeChoice probe) => state.Epoch switch
    {
        null => $"Logistic regression on the frozen trunk's features, L2 penalty {probe.Penalty:g3}.",
        { Epochs: 0 } => $"Logistic regression on the frozen trunk's features, L2 penalty {probe.Penalty:g3}; fine-tuning was tried and was not better.",
        { Epochs: var epochs } => $"Last stage and head fine-tuned for {epochs} epochs from the probe.",
    };

    private static Dictionary<string, int> Count(IEnumerable<DatasetImage> images) =>
        images.CountBy(image => image.Label).OrderBy(count => count.Key, StringComparer.Ordinal).ToDictionary();
}
