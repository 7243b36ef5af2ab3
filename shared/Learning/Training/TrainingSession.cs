using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.FineTuning;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Training;

/// <summary>
/// One training, run step by step. Between two steps it can be stored and taken up by another process; the same plan and
/// images give the same bytes however it was cut. Not for use by two threads at once.
/// </summary>
public sealed class TrainingSession : IAsyncDisposable
{
    private readonly TrainingLayout _layout;
    private readonly IProgress<TrainingStepDone>? _progress;
    private readonly TrainingThread _thread = new();
    private readonly PixelReader _reader;
    private readonly ProbePhase _probe;
    private readonly FineTunePhase _fineTune;
    private TrainingState _state;

    private TrainingSession(
        TrainingState state,
        StateDict? tensors,
        ITrainingImages images,
        ITrainingBlobs blobs,
        IProgress<TrainingStepDone>? progress)
    {
        (_state, _progress) = (state, progress);
        _layout = new TrainingLayout(state.Plan, images.Dataset);
        _reader = new PixelReader(images, state.Plan.Recipe);
        _probe = new ProbePhase(_layout, _reader, blobs);
        _fineTune = new FineTunePhase(
            _layout, _reader, blobs, _probe, state.OptimiserSteps is { } steps && tensors is not null ? (tensors, steps) : null);
    }

    public TrainingPlan Plan => _state.Plan;

    public int StepsDone => _state.StepsDone;

    public int Steps => _layout.Steps.Count;

    public bool IsComplete => StepsDone == Steps;

    /// <exception cref="TrainingException">The images do not suffice, or the plan is for others.</exception>
    public static TrainingSession Start(
        TrainingPlan plan, ITrainingImages images, ITrainingBlobs blobs, IProgress<TrainingStepDone>? progress = null) =>
        new(new TrainingState { Plan = plan }, null, images, blobs, progress);

    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes are no state.</exception>
    public static TrainingSession Resume(
        byte[] state, ITrainingImages images, ITrainingBlobs blobs, IProgress<TrainingStepDone>? progress = null)
    {
        var (progressed, tensors) = TrainingState.Load(state);
        return new TrainingSession(progressed, tensors, images, blobs, progress);
    }

    /// <summary>The state between two steps. It refers to the blobs, and holds no clock.</summary>
    public byte[] Save() => _fineTune.State is var (tensors, steps)
        ? (_state with { OptimiserSteps = steps }).Save(tensors)
        : (_state with { OptimiserSteps = null }).Save([]);

    /// <summary>Runs one slice: so many steps, or fewer where the training is complete before.</summary>
    /// <exception cref="TrainingException">The images turned out not to suffice.</exception>
    public async Task RunAsync(int steps = int.MaxValue, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < steps && !IsComplete; i++)
            await StepAsync(cancellationToken);
    }

    /// <summary>Runs the next step. When it is cancelled, the state is as it was before.</summary>
    /// <exception cref="TrainingException">The images turned out not to suffice.</exception>
    public async Task<TrainingStepDone> StepAsync(CancellationToken cancellationToken = default)
    {
        var result = await _thread.RunAsync(() =>
        {
            set_num_threads(Plan.Threads);
            return DispatchAsync(_layout.Steps[StepsDone], cancellationToken);
        });
        _state = _state with { StepsDone = StepsDone + 1 };
        var done = new TrainingStepDone(
            result.Phase, StepsDone, Steps, result.Message, result.Figures.ToDictionary(figure => figure.Name, figure => figure.Value));
        _progress?.Report(done);
        return done;
    }

    /// <summary>Makes the model's files. The same again when it is called again, also after the session was resumed.</summary>
    /// <exception cref="InvalidOperationException">Steps are left.</exception>
    public Task<TrainedModel> BuildAsync(CancellationToken cancellationToken = default)
    {
        if (!IsComplete)
            throw new InvalidOperationException($"{Steps - StepsDone} steps of the training are left.");
        return _thread.RunAsync(() =>
        {
            set_num_threads(Plan.Threads);
            return BuildOnThreadAsync(cancellationToken);
        });
    }

    public async ValueTask DisposeAsync()
    {
        _fineTune.Dispose();
        await _probe.DisposeAsync();
        _thread.Dispose();
    }

    private Task<StepResult> DispatchAsync(TrainingStep step, CancellationToken cancellationToken) => step.Kind switch
    {
        StepKind.Features => _probe.ExtractAsync(step.Part, cancellationToken),
        StepKind.Probe => _probe.FitFoldAsync(step.Fold, cancellationToken),
        StepKind.ChooseProbe => ChooseProbeAsync(cancellationToken),
        StepKind.FineTune => _fineTune.TrainAsync(step, _state.Probe!, _state.Epoch, cancellationToken),
        StepKind.Validate => _fineTune.ValidateAsync(step, _state.Probe!, cancellationToken),
        StepKind.ChooseEpoch => ChooseEpochAsync(cancellationToken),
        StepKind.Evaluate => _fineTune.EvaluateAsync(step, _state.Probe!, _state.Epoch!, cancellationToken),
        _ => throw new InvalidOperationException($"There is no step '{step.Kind}'."),
    };

    private async Task<StepResult> ChooseProbeAsync(CancellationToken cancellationToken)
    {
        var (choice, result) = await _probe.ChooseAsync(cancellationToken);
        _state = _state with { Probe = choice };
        return result;
    }

    private async Task<StepResult> ChooseEpochAsync(CancellationToken cancellationToken)
    {
        var (choice, result) = await _fineTune.ChooseAsync(_state.Probe!, cancellationToken);
        _state = _state with { Epoch = choice };
        return result;
    }

    private async Task<TrainedModel> BuildOnThreadAsync(CancellationToken cancellationToken)
    {
        var choice = _state.Probe!;
        var epochs = _state.Epoch?.Epochs ?? 0;
        var table = await _probe.TableAsync(cancellationToken);
        var history = await new TrainingChronicle(_layout, _state, table, _probe.Fitting(table), _fineTune).WriteAsync(cancellationToken);
        if (epochs > 0)
        {
            var tuned = new ModelBuilder(
                _layout, table, _reader,
                await _fineTune.OutOfFoldAsync(epochs, cancellationToken),
                await _fineTune.HeldOutAsync(cancellationToken));
            return await _fineTune.UseNetworkAsync(
                choice, network => tuned.BuildAsync(network, history, cancellationToken), cancellationToken);
        }

        var outOfFold = await _probe.Fitting(table).OutOfFoldAsync(choice.Chosen, _layout.Folds, cancellationToken);
        var heldOut = new OutOfFold(table.HeldOut, choice.Head.Logits(table.PlainRows(table.HeldOut)));
        using var frozen = TrainingNetwork.Create(_layout);
        frozen.SetHead(choice.Head);
        return await new ModelBuilder(_layout, table, _reader, outOfFold, heldOut).BuildAsync(frozen, history, cancellationToken);
    }
}
