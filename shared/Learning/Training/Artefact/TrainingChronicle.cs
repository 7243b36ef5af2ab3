using System.Globalization;
using Lesion.Learning.Reporting;
using Lesion.Learning.Training.FineTuning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Draws up the history of a complete training from its state and blobs.</summary>
internal sealed class TrainingChronicle(TrainingLayout layout, TrainingState state, FeatureTable table, ProbeFitting fitting, FineTunePhase fineTune)
{
    private readonly ProbeChoice _probe = state.Probe!;

    public async Task<TrainingHistory> WriteAsync(CancellationToken cancellationToken) => new()
    {
        Outcome = Outcome(),
        Curves = state.Epoch is { } epochs ? [Curve(epochs)] : [],
        Ladders = state.Epoch is { } choice
            ? [await PenaltiesAsync(cancellationToken), await EpochsAsync(choice, cancellationToken)]
            : [await PenaltiesAsync(cancellationToken)],
        Probe = state.Epoch is { Epochs: > 0 }
            ? new OutOfFold(table.HeldOut, _probe.Head.Logits(table.PlainRows(table.HeldOut)))
            : null,
    };

    private string Outcome() => state.Epoch switch
    {
        null => $"Logistic regression on the frozen trunk's features, L2 penalty {_probe.Penalty:g3}.",
        { Epochs: 0 } => $"Logistic regression on the frozen trunk's features, L2 penalty {_probe.Penalty:g3}; fine-tuning was tried and was not better.",
        { Epochs: var epochs } => $"Last stage and head fine-tuned for {epochs} epochs from the probe.",
    };

    private static LearningCurve Curve(EpochChoice choice) => new()
    {
        Phase = "Fine-tuning",
        Member = "all folds tried",
        Points =
        [
            new LearningPoint { Epoch = 0, OutOfFoldAuc = choice.ProbeAuc },
            .. choice.Aucs.Select((auc, i) => new LearningPoint { Epoch = i + 1, OutOfFoldAuc = auc }),
        ],
    };

    private async Task<CandidateLadder> PenaltiesAsync(CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < _probe.Penalties.Count; i++)
        {
            var outOfFold = await fitting.OutOfFoldAsync(i, layout.Folds, cancellationToken);
            candidates.Add(outOfFold.AsCandidate(
                _probe.Penalties[i].ToString("g3", CultureInfo.InvariantCulture), layout.Dataset, i == _probe.Chosen));
        }

        return new CandidateLadder { Name = "L2 penalty of the probe", Images = table.Training.Count, Candidates = candidates };
    }

    /// <summary>The probe and the epochs, on the folds that fine-tuning was tried on.</summary>
    private async Task<CandidateLadder> EpochsAsync(EpochChoice choice, CancellationToken cancellationToken)
    {
        var probe = await fitting.OutOfFoldAsync(_probe.Chosen, layout.FineTuneFolds, cancellationToken);
        var candidates = new List<Candidate> { probe.AsCandidate("0, the probe", layout.Dataset, choice.Epochs == 0) };
        for (var epoch = 1; epoch <= choice.Aucs.Count; epoch++)
        {
            var outOfFold = await fineTune.OutOfFoldAsync(epoch, cancellationToken);
            candidates.Add(outOfFold.AsCandidate($"{epoch}", layout.Dataset, epoch == choice.Epochs));
        }

        return new CandidateLadder { Name = "Epochs of fine-tuning", Images = probe.Images.Count, Candidates = candidates };
    }
}
