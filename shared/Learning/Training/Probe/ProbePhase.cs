using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Probe;

/// <summary>The steps from pixels to a fitted probe. What a step needs of earlier ones comes from the blobs.</summary>
internal sealed class ProbePhase(TrainingLayout layout, PixelReader reader, ITrainingBlobs blobs) : IAsyncDisposable
{
    private ClassifierNetwork? _network;
    private FeatureExtraction? _extraction;
    private FeatureTable? _table;

    public async Task<StepResult> ExtractAsync(int part, CancellationToken cancellationToken)
    {
        _network ??= TrainingNetwork.Create(layout);
        _extraction ??= new FeatureExtraction(layout, reader, blobs, _network);
        var leftOut = await _extraction.RunAsync(part, cancellationToken);
        var (images, _) = layout.FeaturePart(part);
        return new StepResult(
            "features",
            leftOut == 0
                ? $"Features of {images.Count} images"
                : $"Features of {images.Count - leftOut} images; {leftOut} could not be read and are left out");
    }

    public async Task<StepResult> FitFoldAsync(int fold, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        await Fitting(table).RunFoldAsync(fold, cancellationToken);
        return new StepResult("probe", $"Probe fitted without fold {fold}");
    }

    public async Task<(ProbeChoice Choice, StepResult Result)> ChooseAsync(CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var choice = await Fitting(table).ChooseAsync(cancellationToken);
        return (choice, new StepResult(
            "probe",
            $"Probe with penalty {choice.Penalty:g3}: out-of-fold AUC {choice.Auc:f3} on {table.Training.Count} images",
            ("auc", choice.Auc),
            ("penalty", choice.Penalty)));
    }

    /// <exception cref="TrainingException">Too few images could be read.</exception>
    public async Task<FeatureTable> TableAsync(CancellationToken cancellationToken)
    {
        await ReleaseNetworkAsync();
        return _table ??= await FeatureTable.LoadAsync(layout, blobs, cancellationToken);
    }

    public ProbeFitting Fitting(FeatureTable table) => new(layout, table, blobs);

    public async ValueTask DisposeAsync() => await ReleaseNetworkAsync();

    private async Task ReleaseNetworkAsync()
    {
        if (_extraction is not null)
            await _extraction.DisposeAsync();
        _network?.Dispose();
        (_extraction, _network) = (null, null);
    }
}
