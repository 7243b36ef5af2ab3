using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Search;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>The steps that train members. One is in memory at a time; what later steps need of it goes to the blobs.</summary>
/// <param name="stored">The tensors of the member to take up; this owns them.</param>
internal sealed class MemberSteps(
    TrainingLayout layout, MemberStart start, MemberData data, MemberBlobs blobs, StateDict stored) : IDisposable
{
    private StateDict? _stored = stored;
    private MemberTraining? _training;

    /// <summary>The tensors of the member under way; none where none is.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors => _training?.State() ?? _stored?.AsEnumerable() ?? [];

    public async Task<(TrainingState State, StepResult Result)> TrainAsync(
        TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        if (!IsNeeded(step, state))
            return (state, Unneeded(step));
        var training = await TakeAsync(step, state, cancellationToken);
        var recipe = MemberRecipe.Of(layout, state.Search, step.Member, step.Phase);
        var epoch = new EpochDraws(layout.Plan.Seed, step.Member, step.Phase, step.Epoch);
        var parts = layout.PartsOfEpoch(step.Member, step.Phase);
        var batches = epoch.Batches(training.Images.Count, recipe.BatchSize);
        var (mine, next) = (TrainingLayout.Share(batches, step.Part, parts), TrainingLayout.Share(batches, step.Part + 1, parts));
        using var source = await data.OpenAsync(step.Phase, recipe, training.Images, mine, next, cancellationToken);
        var (progress, _) = Train(training, recipe, step, state, mine, source, factors: null);
        state = state with { Member = progress };
        return (
            step.Part == parts - 1 ? EndEpoch(step, state, training) : state,
            Trained(step, recipe, progress) with { Images = mine.Sum(batch => batch.Places.Count) });
    }

    /// <summary>Some batches of the range test, each at a higher rate than the one before.</summary>
    public async Task<(TrainingState State, StepResult Result)> TestRangeAsync(
        TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        var test = new RateRange(layout.Recipe.Search!.RateRange!);
        if (test.IsDone(state.Search.RangeLosses))
            return (state, Unneeded(step));
        var training = await TakeAsync(step, state, cancellationToken);
        var recipe = MemberRecipe.Of(layout, state.Search, step.Member, step.Phase);
        var batches = RangeBatches(step, training.Images.Count, recipe.BatchSize);
        var factors = batches.Select((_, i) => test.Factor(step.Part * StepList.RangeTestBatches + i)).ToList();
        using var source = await data.OpenAsync(step.Phase, recipe, training.Images, batches, [], cancellationToken);
        var (progress, losses) = Train(training, recipe, step, state, batches, source, factors);
        var points = factors.Zip(losses, (factor, loss) => new RangePoint(factor, double.IsFinite(loss) ? loss : null));
        state = state with { Member = progress, Search = state.Search with { Range = [.. state.Search.Range, .. points] } };
        return (state, new StepResult("search", $"Range test: loss {losses[^1]:f3} at {factors[^1]:g2} times the recipe's rates"));
    }

    public (TrainingState State, StepResult Result) ChooseRate(TrainingState state)
    {
        Release();
        var factor = new RateRange(layout.Recipe.Search!.RateRange!).Choose(state.Search.RangeLosses) ?? 1;
        return (
            state with { Member = null, Search = state.Search with { RateFactor = factor } },
            new StepResult("search", $"The range test takes {factor:g2} times the recipe's rates", ("rateFactor", factor)));
    }

    public async Task<(TrainingState State, StepResult Result)> ValidateAsync(
        TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        if (!IsNeeded(step, state))
            return (state, Unneeded(step));
        var training = await TakeAsync(step, state, cancellationToken);
        var parts = layout.KeptOutParts(step.Member, step.Phase);
        var images = TrainingLayout.Share(data.Table.Within(layout.KeptOut(step.Member)), step.Part, parts);
        var rows = layout.RowsAfter(step.Member, step.Phase, step.Epoch);
        using var prediction = layout.RunsOnFeatures(step.Phase)
            ? MemberPrediction.OfFeatures(data.Table, images, rows)
            : MemberPrediction.OfPixels(images, rows, await data.PixelsAsync(images, cancellationToken));
        var predicted = training.UseAveraged(prediction.By);
        await blobs.PutOutOfFoldAsync(step, predicted, cancellationToken);
        if (step.Part < parts - 1)
            return (state, new StepResult("train", $"{step.Member}: predicting what was kept out"));
        var all = await blobs.OutOfFoldAsync(step.Member, step.Phase, step.Epoch, cancellationToken);
        return Validated(step, state, training, Score.Of(all, layout.Dataset));
    }

    public async Task<(TrainingState State, StepResult Result)> EndPhaseAsync(
        TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        if (!IsNeeded(step, state))
            return (state, Unneeded(step));
        var training = await TakeAsync(step, state, cancellationToken);
        var last = step.Phase == layout.PhasesOf(step.Member) - 1;
        if (last && layout.KeptMembers.Contains(step.Member))
            await blobs.PutWeightsAsync(step.Member, training.UseFinal(MemberBlobs.Pack), cancellationToken);
        training.EndPhase();
        if (last)
            Release();
        var done = state.Epochs.Count(epoch => epoch.Member == step.Member && epoch.Phase == step.Phase);
        return (
            state with { Member = last ? null : state.Member! with { Steps = null } },
            new StepResult("train", $"{Name(step)}: done after {done} epochs"));
    }

    public void Dispose() => Release();

    private static (MemberProgress Progress, IReadOnlyList<double> Losses) Train(
        MemberTraining training,
        TrainRecipe recipe,
        TrainingStep step,
        TrainingState state,
        IReadOnlyList<ImageBatch> batches,
        IBatchSource source,
        List<double>? factors)
    {
        var progress = state.Member is { Steps: not null } under && training.Phase is not null
            ? under
            : new MemberProgress { Member = step.Member, Phase = step.Phase };
        if (training.Phase is null)
            training.BeginPhase(recipe);
        var losses = training.Train(batches, source, (phase, batch, i) =>
            factors is null ? phase.Step(batch, progress.Plateau) : phase.StepAt(batch, factors[i]));
        return (progress.After(losses, batches, training.Phase!.Steps), losses);
    }

    /// <summary>The step's member: the one at hand, one that goes on from the stored tensors, or a new one.</summary>
    private async Task<MemberTraining> TakeAsync(TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        if (_training?.Member == step.Member)
            return _training;
        var begun = await start.BeginAsync(step.Member, data.Table, state.Probe, cancellationToken);
        if (state.Member is { } under && under.Member == step.Member)
        {
            var recipe = MemberRecipe.Of(layout, state.Search, under.Member, under.Phase);
            begun.Load(
                _stored ?? throw new InvalidDataException("The training's state has no tensors to go on with. Train again."),
                layout.TrainPhases.Take(under.Phase + 1).Max(phase => phase.Stages.Of(begun.Network.Depth)),
                under.Steps is null ? null : recipe,
                under.Steps ?? 0);
        }

        Release();
        return _training = begun;
    }

    private IReadOnlyList<ImageBatch> RangeBatches(TrainingStep step, int images, int size)
    {
        var (from, each) = (step.Part * StepList.RangeTestBatches, PhaseTraining.Batches(images, size));
        var to = Math.Min(from + StepList.RangeTestBatches, layout.Recipe.Search!.RateRange!.Steps);
        return
        [
            .. Enumerable.Range(from, to - from).Select(i =>
                new EpochDraws(layout.Plan.Seed, step.Member, step.Phase, 1 + i / each).Batches(images, size)[i % each]),
        ];
    }

    private static TrainingState EndEpoch(TrainingStep step, TrainingState state, MemberTraining training)
    {
        var progress = state.Member!;
        var epoch = new MemberEpoch(
            step.Member, step.Phase, step.Epoch, training.Phase!.LastRate(progress.Plateau), progress.MeanLoss);
        return state with { Member = progress.NextEpoch(training.Phase.Schedule), Epochs = [.. state.Epochs, epoch] };
    }

    private (TrainingState State, StepResult Result) Validated(
        TrainingStep step, TrainingState state, MemberTraining training, Score score)
    {
        state = state with { Epochs = [.. state.Epochs.SkipLast(1), state.Epochs[^1] with { OutOfFold = score }] };
        var measure = layout.Recipe.CrossValidation.Measure;
        if (Patience(step) is not null && state.Epochs.BestEpoch(step.Member, step.Phase, measure) == step.Epoch)
            training.KeepBest();
        return (state, new StepResult(
            "train", $"{Name(step)}: epoch {step.Epoch}, {score} on {Kept(step)}", score.Figures()));
    }

    private bool IsNeeded(TrainingStep step, TrainingState state) => step.Member.Kind is MemberKind.All
        ? state.Choice is { KeepsProbe: false } choice && step.Epoch <= choice.Epochs[step.Phase]
        : step.Kind is StepKind.EndPhase || !state.Epochs.HasRunOut(
            step.Member, step.Phase, Patience(step), layout.Recipe.CrossValidation.Measure);

    private int? Patience(TrainingStep step) =>
        step.Member.Kind is MemberKind.Fold ? layout.TrainPhases[step.Phase].Patience : null;

    private StepResult Trained(TrainingStep step, TrainRecipe recipe, MemberProgress progress) => progress.MeanLoss is { } loss
        ? new StepResult("train", $"{Name(step)}: epoch {step.Epoch} of {recipe.Epochs}, loss {loss:f4}", ("loss", loss))
        : new StepResult("train", $"{Name(step)}: epoch {step.Epoch} of {recipe.Epochs}, the loss is no number");

    private string Name(TrainingStep step) => $"{layout.TrainPhases[step.Phase].Name}, {step.Member}";

    private string Kept(TrainingStep step) => $"fold {layout.KeptOut(step.Member)}";

    private StepResult Unneeded(TrainingStep step) => new("train", $"{Name(step)}: not needed");

    private void Release()
    {
        _training?.Dispose();
        _stored?.Dispose();
        (_training, _stored) = (null, null);
    }
}
