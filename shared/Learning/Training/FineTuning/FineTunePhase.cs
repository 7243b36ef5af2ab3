using Lesion.Evaluation;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.FineTuning;

/// <summary>
/// The steps of fine-tuning: on all folds but one to find the number of epochs, then on all for that many, unless the
/// probe was no worse.
/// </summary>
/// <param name="stored">The optimiser's state to take up, and its steps; this phase owns it.</param>
internal sealed class FineTunePhase(
    TrainingLayout layout, PixelReader reader, ITrainingBlobs blobs, ProbePhase probe, (StateDict Tensors, int Steps)? stored) : IDisposable
{
    private const string Phase = "fineTune";

    private (StateDict Tensors, int Steps)? _stored = stored;
    private FineTuner? _tuner;

    /// <summary>The optimiser's state between two steps; null where none is under way.</summary>
    public (IEnumerable<KeyValuePair<string, Tensor>> Tensors, int Steps)? State =>
        _tuner is not null ? (_tuner.State(), _tuner.Steps) : _stored;

    public async Task<StepResult> TrainAsync(
        TrainingStep step, ProbeChoice choice, EpochChoice? epochs, CancellationToken cancellationToken)
    {
        if (step.Epoch > (epochs?.Epochs ?? int.MaxValue))
            return new StepResult(Phase, $"Epoch {step.Epoch} is not needed");
        var tuner = await TunerAsync(step, choice, cancellationToken);
        var loss = await tuner.TrainAsync(step.Epoch, step.Part, cancellationToken);
        var scope = step.Fold == TrainingStep.AllFolds ? "all images" : $"all but fold {step.Fold}";
        return double.IsFinite(loss)
            ? new StepResult(Phase, $"Epoch {step.Epoch} on {scope}: loss {loss:f4}", ("loss", loss))
            : new StepResult(Phase, $"Epoch {step.Epoch} on {scope}");
    }

    public async Task<StepResult> ValidateAsync(TrainingStep step, ProbeChoice choice, CancellationToken cancellationToken)
    {
        var tuner = await TunerAsync(step, choice, cancellationToken);
        var table = await probe.TableAsync(cancellationToken);
        var predicted = await tuner.PredictAsync([.. table.Training.Where(image => image.Fold == step.Fold)], cancellationToken);
        await PutAsync(FoldBlob(step.Fold, step.Epoch), predicted, cancellationToken);
        var auc = predicted.Auc(layout.Dataset);
        return new StepResult(Phase, $"Epoch {step.Epoch}, fold {step.Fold}: out-of-fold AUC {auc:f3}", ("auc", auc));
    }

    public async Task<(EpochChoice Choice, StepResult Result)> ChooseAsync(ProbeChoice choice, CancellationToken cancellationToken)
    {
        Release();
        var fitting = probe.Fitting(await probe.TableAsync(cancellationToken));
        var kept = (await fitting.OutOfFoldAsync(choice.Chosen, layout.FineTuneFolds, cancellationToken)).Auc(layout.Dataset);
        var aucs = new List<double>();
        for (var epoch = 1; epoch <= layout.Plan.Recipe.FineTune!.Epochs; epoch++)
            aucs.Add((await OutOfFoldAsync(epoch, cancellationToken)).Auc(layout.Dataset));
        var best = aucs.IndexOf(aucs.Max());
        var chosen = aucs[best] > kept ? best + 1 : 0;
        var message = chosen == 0
            ? $"No epoch of fine-tuning (best AUC {aucs[best]:f3}) was better than the probe ({kept:f3}), which is kept"
            : $"{chosen} epochs of fine-tuning were best: out-of-fold AUC {aucs[best]:f3}, the probe's {kept:f3}";
        return (new EpochChoice(kept, aucs, chosen), new StepResult(Phase, message, ("auc", Math.Max(kept, aucs[best]))));
    }

    public async Task<StepResult> EvaluateAsync(
        TrainingStep step, ProbeChoice choice, EpochChoice epochs, CancellationToken cancellationToken)
    {
        if (epochs.Epochs > 0)
        {
            var tuner = await TunerAsync(step, choice, cancellationToken);
            var table = await probe.TableAsync(cancellationToken);
            var sound = table.HeldOut.ToHashSet();
            var images = layout.HeldOutPart(step.Part).Where(sound.Contains).ToList();
            await PutAsync(HeldOutBlob(step.Part), await tuner.PredictAsync(images, cancellationToken), cancellationToken);
        }

        return new StepResult("evaluate", $"Held-out images, part {step.Part + 1} of {layout.HeldOutParts}");
    }

    /// <summary>Out-of-fold logits after an epoch, on the folds that were tried.</summary>
    public async Task<OutOfFold> OutOfFoldAsync(int epoch, CancellationToken cancellationToken)
    {
        var parts = new List<OutOfFold>();
        var table = await probe.TableAsync(cancellationToken);
        foreach (var fold in layout.FineTuneFolds)
            parts.Add(new OutOfFold(
                [.. table.Training.Where(image => image.Fold == fold)], await GetAsync(FoldBlob(fold, epoch), cancellationToken)));
        return OutOfFold.Join(parts);
    }

    public async Task<OutOfFold> HeldOutAsync(CancellationToken cancellationToken)
    {
        var table = await probe.TableAsync(cancellationToken);
        var logits = new List<double>();
        for (var part = 0; part < layout.HeldOutParts; part++)
            logits.AddRange(await GetAsync(HeldOutBlob(part), cancellationToken));
        return new OutOfFold(table.HeldOut, [.. logits]);
    }

    /// <summary>Gives the fine-tuned network, with its averaged weights, for as long as the work lasts.</summary>
    public async Task<T> UseNetworkAsync<T>(ProbeChoice choice, Func<ClassifierNetwork, Task<T>> work, CancellationToken cancellationToken)
    {
        var tuner = await TunerAsync(new TrainingStep(StepKind.Evaluate), choice, cancellationToken);
        return await tuner.UseAveragedAsync(work);
    }

    public void Dispose() => Release();

    /// <summary>The tuner of the step's fold: the one at hand, one that goes on from the stored state, or a new one.</summary>
    private async Task<FineTuner> TunerAsync(TrainingStep step, ProbeChoice choice, CancellationToken cancellationToken)
    {
        var begins = step is { Kind: StepKind.FineTune, Epoch: 1, Part: 0 };
        if (_tuner is not null && !begins)
            return _tuner;
        var table = await probe.TableAsync(cancellationToken);
        var images = table.Training.Where(image => image.Fold != step.Fold).ToList();
        var head = step.Fold == TrainingStep.AllFolds ? choice.Head : probe.Fitting(table).FitWithout(step.Fold, choice.Penalty);
        _tuner?.Dispose();
        _tuner = new FineTuner(layout, reader, TrainingNetwork.Create(layout), head, step.Fold, images);
        if (!begins)
        {
            var (tensors, steps) = _stored
                ?? throw new InvalidDataException("The training's state has no optimiser to go on with. Train again.");
            _tuner.Load(tensors, steps);
        }

        _stored?.Tensors.Dispose();
        _stored = null;
        return _tuner;
    }

    private void Release()
    {
        _tuner?.Dispose();
        _stored?.Tensors.Dispose();
        (_tuner, _stored) = (null, null);
    }

    private async Task PutAsync(string name, OutOfFold predicted, CancellationToken cancellationToken)
    {
        using var logits = tensor(predicted.Logits);
        await blobs.PutAsync(name, TensorBlob.Pack(logits, predicted.Images.Count), cancellationToken);
    }

    private async Task<double[]> GetAsync(string name, CancellationToken cancellationToken) =>
        TensorBlob.Unpack<double, int>(await blobs.GetAsync(name, cancellationToken), name).Values;

    private static string FoldBlob(int fold, int epoch) => $"tuned-{fold}-{epoch}";

    private static string HeldOutBlob(int part) => $"held-out-{part:d6}";
}
