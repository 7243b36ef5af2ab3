using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Search;
using Lesion.Learning.Training.Selection;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using TorchSharp;

namespace Lesion.Learning.Training;

/// <summary>Does each kind of step, and what follows the last. What it needs of earlier ones comes from the state and the blobs.</summary>
/// <param name="tensors">Those of the state that the first step goes on from; this owns them.</param>
internal sealed class TrainingSteps(TrainingLayout layout, ITrainingImages images, ITrainingBlobs blobs, StateDict tensors) : IAsyncDisposable
{
    private readonly PixelReader _reader = new(images, layout.Recipe);
    private FeatureSteps? _features;
    private Fitting? _fitting;

    /// <summary>The tensors of the state between two steps.</summary>
    public IEnumerable<KeyValuePair<string, torch.Tensor>> Tensors => _fitting?.Members.Tensors ?? tensors;

    public async Task<(TrainingState State, StepResult Result)> RunAsync(
        TrainingStep step, TrainingState state, CancellationToken cancellationToken)
    {
        if (step.Kind is StepKind.Features)
            return (state, await (_features ??= new FeatureSteps(layout, _reader, blobs)).RunAsync(step, cancellationToken));
        var fitting = await FittingAsync(cancellationToken);
        return step.Kind switch
        {
            StepKind.Probe => (state, await fitting.Probe.FitFoldAsync(step.Member.Number, cancellationToken)),
            StepKind.ChooseProbe => await fitting.Probe.ChooseAsync(state, cancellationToken),
            StepKind.RangeTest => await fitting.Members.TestRangeAsync(step, state, cancellationToken),
            StepKind.ChooseRate => fitting.Members.ChooseRate(state),
            StepKind.Train => await fitting.Members.TrainAsync(step, state, cancellationToken),
            StepKind.Validate => await fitting.Members.ValidateAsync(step, state, cancellationToken),
            StepKind.EndPhase => await fitting.Members.EndPhaseAsync(step, state, cancellationToken),
            StepKind.ChooseTrial => TrialChooser.Run(layout, state),
            StepKind.Choose => await fitting.Chooser.RunAsync(state, cancellationToken),
            StepKind.Average => (state, await fitting.Evaluation.AverageAsync(state, cancellationToken)),
            StepKind.Evaluate => (state, await fitting.Evaluation.RunAsync(step, state, cancellationToken)),
            _ => throw new InvalidOperationException($"There is no step '{step.Kind}'."),
        };
    }

    /// <summary>Makes the model's files, once all steps are done.</summary>
    public async Task<TrainedModel> BuildAsync(TrainingState state, CancellationToken cancellationToken)
    {
        var fitting = await FittingAsync(cancellationToken);
        var trained = state.Choice is { KeepsProbe: false };
        var members = trained ? await fitting.Evaluation.HeldOutAsync(cancellationToken) : [];
        var probe = state.Probe is { } choice ? await fitting.Probe.HeldOutAsync(choice, cancellationToken) : null;
        using var model = trained
            ? await fitting.Evaluation.ModelAsync(cancellationToken)
            : await ProbeAsync(fitting.Probe, state, cancellationToken);
        var history = await new TrainingChronicle(layout, state, fitting.Table, fitting.Probe, fitting.Chooser, fitting.Blobs)
            .WriteAsync(cancellationToken);
        var builder = new ModelBuilder(
            layout,
            fitting.Table,
            _reader,
            await fitting.Chooser.OutOfFoldAsync(state, cancellationToken),
            trained ? OutOfFold.Mean(members) : probe!);
        history = history with
        {
            Probe = trained ? probe?.Of(layout.HeldOutSplit) : null,
            Members = members.Count > 1 ? [.. members.Select(member => member.Of(layout.HeldOutSplit))] : [],
        };
        return await builder.BuildAsync(model, history, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_features is not null)
            await _features.DisposeAsync();
        if (_fitting is not null)
            await _fitting.DisposeAsync();
        tensors.Dispose();
    }

    private async Task<Classifier> ProbeAsync(ProbeFitting probe, TrainingState state, CancellationToken cancellationToken)
    {
        var head = await probe.HeadAsync(Member.All, state.Probe!, cancellationToken);
        var network = TrainingNetwork.Create(layout, new HeadPlan());
        network.SetHead(head);
        return network;
    }

    private async Task<Fitting> FittingAsync(CancellationToken cancellationToken)
    {
        if (_fitting is not null)
            return _fitting;
        await using var features = _features ?? new FeatureSteps(layout, _reader, blobs);
        var table = await features.TableAsync(cancellationToken);
        _features = null;
        var probe = new ProbeFitting(layout, table, blobs);
        var memberBlobs = new MemberBlobs(layout, table, blobs);
        var data = new MemberData(layout, table, _reader);
        return _fitting = new Fitting(
            table,
            probe,
            data,
            memberBlobs,
            new MemberSteps(layout, new MemberStart(layout, probe), data, memberBlobs, tensors),
            new Chooser(layout, memberBlobs, probe),
            new MemberEvaluation(layout, data, memberBlobs));
    }

    /// <summary>What there is once the features are there.</summary>
    private sealed record Fitting(
        FeatureTable Table,
        ProbeFitting Probe,
        MemberData Data,
        MemberBlobs Blobs,
        MemberSteps Members,
        Chooser Chooser,
        MemberEvaluation Evaluation) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Evaluation.Dispose();
            Members.Dispose();
            await Data.DisposeAsync();
        }
    }
}
