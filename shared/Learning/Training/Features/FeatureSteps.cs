using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Features;

/// <summary>The steps that take the frozen trunk's features of all images.</summary>
internal sealed class FeatureSteps(TrainingLayout layout, PixelReader reader, ITrainingBlobs blobs) : IAsyncDisposable
{
    private ClassifierNetwork? _network;
    private FeatureExtraction? _extraction;

    public async Task<StepResult> RunAsync(TrainingStep step, CancellationToken cancellationToken)
    {
        _network ??= TrainingNetwork.Create(layout);
        _extraction ??= new FeatureExtraction(layout, reader, blobs, _network);
        var leftOut = await _extraction.RunAsync(step.Part, cancellationToken);
        var (images, _) = layout.FeaturePart(step.Part);
        return new StepResult(
            "features",
            leftOut == 0
                ? $"Features of {images.Count} images"
                : $"Features of {images.Count - leftOut} images; {leftOut} could not be read and are left out")
        {
            Images = images.Count - leftOut,
        };
    }

    /// <summary>The features, once all steps are done. The network that took them is given back.</summary>
    /// <exception cref="TrainingException">Too few images could be read.</exception>
    public async Task<FeatureTable> TableAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        return await FeatureTable.LoadAsync(layout, blobs, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_extraction is not null)
            await _extraction.DisposeAsync();
        _network?.Dispose();
        (_extraction, _network) = (null, null);
    }
}
