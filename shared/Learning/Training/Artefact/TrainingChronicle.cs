using System.Globalization;
using Lesion.Learning.Reporting;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>Draws up the history of a complete training from its state and blobs.</summary>
internal sealed class TrainingChronicle(
    TrainingLayout layout, TrainingState state, FeatureTable table, ProbeFitting probe, Chooser chooser, MemberBlobs members)
{
    public async Task<TrainingHistory> WriteAsync(CancellationToken cancellationToken)
    {
        var ladders = new List<CandidateLadder>();
        if (state.Probe is { } choice)
            ladders.Add(await PenaltiesAsync(choice, cancellationToken));
        if (state.Search.Trial is { } trial)
            ladders.Add(await TrialsAsync(trial, cancellationToken));
        if (state.Choice is { } chosen)
            ladders.Add(await TrainedAsync(chosen, cancellationToken));
        var choices = new OutOfFoldChoices(layout, state, chooser);
        return new TrainingHistory
        {
            Outcome = Outcome(),
            Choices = [.. choices.Names()],
            OutOfFoldModels = choices.Models(),
            Curves = [.. RangeTest(), .. Curves()],
            Ladders = ladders,
        };
    }

    private string Outcome()
    {
        var regression = state.Probe is { } choice ? $"Logistic regression on the frozen trunk's features, L2 penalty {choice.Penalty:g3}" : "";
        return state.Choice switch
        {
            null => $"{regression}.",
            { KeepsProbe: true } => $"{regression}; further training was tried and was not better.",
            var trained => $"{Capital(Trained(trained))}{Final()}.",
        };
    }

    private string Final() => layout.Recipe.CrossValidation.Final switch
    {
        FinalModel.Ensemble => $"; the mean of {layout.KeptMembers.Count} networks",
        FinalModel.Soup => $"; the weights are the mean of those of {layout.KeptMembers.Count} networks",
        _ => "",
    };

    private string Trained(TrainingChoice choice) => string.Join(", then ", layout.TrainPhases.Select((phase, place) =>
        $"{phase.Name.ToLowerInvariant()} trained for {choice.Epochs[place]} epochs"));

    private IEnumerable<LearningCurve> RangeTest() => state.Search.Range.Count == 0
        ? []
        :
        [
            new LearningCurve
            {
                Phase = "Range test",
                Member = "without the first fold",
                Points = [.. state.Search.Range.Select((point, i) =>
                    new LearningPoint { Epoch = i, Rate = point.Factor, TrainingLoss = point.Loss })],
            },
        ];

    private IEnumerable<LearningCurve> Curves() => state.Epochs
        .GroupBy(epoch => (epoch.Phase, epoch.Member))
        .Select(curve => new LearningCurve
        {
            Phase = curve.Key.Member.Kind is MemberKind.Trial
                ? "Trials"
                : $"Phase {curve.Key.Phase + 1}: {layout.TrainPhases[curve.Key.Phase].Name.ToLowerInvariant()}",
            Member = $"{curve.Key.Member}",
            Points = [.. curve.Select(epoch => new LearningPoint
            {
                Epoch = epoch.Epoch,
                Rate = epoch.Rate,
                TrainingLoss = epoch.TrainingLoss,
                OutOfFoldLoss = epoch.OutOfFold?.Loss,
                OutOfFoldAuc = epoch.OutOfFold?.Auc,
                Rows = layout.RowsAfter(epoch.Member, epoch.Phase, epoch.Epoch),
            })],
        });

    private async Task<CandidateLadder> PenaltiesAsync(ProbeChoice choice, CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < choice.Penalties.Count; i++)
        {
            var outOfFold = await probe.OutOfFoldAsync(i, layout.Folds, cancellationToken);
            candidates.Add(outOfFold.AsCandidate(Number(choice.Penalties[i]), layout.Dataset, i == choice.Chosen));
        }

        return new CandidateLadder { Name = "L2 penalty of the probe", Images = table.Training.Count, Candidates = candidates };
    }

    private async Task<CandidateLadder> TrialsAsync(int chosen, CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        for (var number = 0; number < layout.Trials.Count; number++)
        {
            var outOfFold = await members.OutOfFoldAsync(Member.Trial(number), 0, layout.Recipe.Search!.Epochs, cancellationToken);
            candidates.Add(outOfFold.AsCandidate($"{layout.Trials[number]}", layout.Dataset, number == chosen));
        }

        return new CandidateLadder
        {
            Name = $"Short trainings, at {Number(state.Search.RateFactor)} times the recipe's rates",
            Images = table.Within(layout.TriedFolds[0]).Count,
            Candidates = candidates,
        };
    }

    /// <summary>The probe and what was trained, on the folds kept out.</summary>
    private async Task<CandidateLadder> TrainedAsync(TrainingChoice choice, CancellationToken cancellationToken)
    {
        var candidates = new List<Candidate>();
        if (state.Probe is { } tried)
        {
            var kept = await probe.OutOfFoldAsync(tried.Chosen, layout.TriedFolds, cancellationToken);
            candidates.Add(kept.AsCandidate("the probe", layout.Dataset, choice.KeepsProbe));
        }

        if (chooser.ComparesEpochs)
        {
            for (var epoch = 1; epoch <= layout.TrainPhases[^1].Epochs; epoch++)
            {
                var outOfFold = await chooser.AfterAsync(epoch, cancellationToken);
                candidates.Add(outOfFold.AsCandidate($"{epoch} epochs", layout.Dataset, !choice.KeepsProbe && epoch == choice.Epochs[^1]));
            }
        }
        else
        {
            var outOfFold = await chooser.TrainedAsync(state, choice.Epochs, cancellationToken);
            candidates.Add(outOfFold.AsCandidate("trained", layout.Dataset, !choice.KeepsProbe));
        }

        return new CandidateLadder
        {
            Name = layout.Recipe.CrossValidation.Final is not FinalModel.Refit ? "The networks, each on what it was not trained on" : "Epochs of training",
            Images = layout.TriedFolds.Sum(fold => table.Within(fold).Count),
            Candidates = candidates,
        };
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string Number(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
