using Lesion.Imaging;
using Lesion.Learning.Native;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
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
    private readonly TrainingSteps _steps;
    private TrainingState _state;

    private TrainingSession(
        TrainingState state,
        StateDict tensors,
        ITrainingImages images,
        ITrainingBlobs blobs,
        IProgress<TrainingStepDone>? progress)
    {
        (_state, _progress) = (state, progress);
        _layout = new TrainingLayout(state.Plan, images.Dataset);
        _steps = new TrainingSteps(_layout, images, blobs, tensors);
    }

    public TrainingPlan Plan => _state.Plan;

    public int StepsDone => _state.StepsDone;

    public int Steps => _layout.Steps.Count;

    public bool IsComplete => StepsDone == Steps;

    /// <exception cref="TrainingException">The images do not suffice, or the plan is for others.</exception>
    public static TrainingSession Start(
        TrainingPlan plan, ITrainingImages images, ITrainingBlobs blobs, IProgress<TrainingStepDone>? progress = null) =>
        new(new TrainingState { Plan = plan }, new StateDict("a new training's state"), images, blobs, progress);

    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes are no state.</exception>
    public static TrainingSession Resume(
        byte[] state, ITrainingImages images, ITrainingBlobs blobs, IProgress<TrainingStepDone>? progress = null)
    {
        var (progressed, tensors) = TrainingState.Load(state);
        return new TrainingSession(progressed, tensors, images, blobs, progress);
    }

    /// <summary>The state between two steps. It refers to the blobs, and holds no clock.</summary>
    public byte[] Save() => _state.Save(_steps.Tensors);

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
        var (state, result) = await _thread.RunAsync(() =>
        {
            set_num_threads(Plan.Threads);
            return _steps.RunAsync(_layout.Steps[StepsDone], _state, cancellationToken);
        });
        NativeMemory.GiveBack();
        _state = state with { StepsDone = StepsDone + 1 };
        var done = new TrainingStepDone(
            result.Phase, StepsDone, Steps, result.Message, result.Figures.ToDictionary(figure => figure.Name, figure => figure.Value))
        {
            Images = result.Images,
        };
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
            return _steps.BuildAsync(_state, cancellationToken);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _steps.DisposeAsync();
        _thread.Dispose();
    }
}
