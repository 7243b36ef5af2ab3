using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>What members are trained on and predict: cached features, and pixels, which are decoded once where they fit.</summary>
internal sealed class MemberData : IAsyncDisposable
{
    /// <summary>Of the training images' pixels on the device: 28,000 pictures of 224 × 224.</summary>
    private const long PixelBytes = 4L << 30;

    private readonly TrainingLayout _layout;
    private readonly PixelReader _reader;
    private readonly PixelStore _store;
    private readonly Dictionary<string, int> _numbers;
    private readonly NetworkInputRecipe _input;
    private readonly Device _device;

    public MemberData(TrainingLayout layout, FeatureTable table, PixelReader reader)
    {
        (_layout, Table, _reader, _input, _device) = (layout, table, reader, layout.Recipe.Input, layout.TorchDevice);
        var all = table.Training;
        _numbers = all.Select((image, number) => (image.ImageId, number)).ToDictionary(entry => entry.ImageId, entry => entry.number);
        _store = new PixelStore(
            all.Count,
            _input,
            (numbers, cancellationToken) => ReadAsync([.. numbers.Select(number => all[number])], cancellationToken),
            _device,
            PixelBytes);
    }

    public FeatureTable Table { get; }

    /// <summary>The batches of a member's images, as a phase is shown them.</summary>
    /// <param name="phase">Its place among those that train by gradient.</param>
    /// <param name="recipe">The phase's, as the member runs it.</param>
    /// <param name="images">The member's.</param>
    /// <param name="batches">Those of this step.</param>
    /// <param name="next">Those of the next: their images are read meanwhile.</param>
    public async Task<IBatchSource> OpenAsync(
        int phase,
        TrainRecipe recipe,
        IReadOnlyList<DatasetImage> images,
        IReadOnlyList<ImageBatch> batches,
        IReadOnlyList<ImageBatch> next,
        CancellationToken cancellationToken)
    {
        if (_layout.RunsOnFeatures(phase))
            return new FeatureBatches(Table, recipe.Augmentation, images, _device);
        var pixels = await _store.TakeAsync(Numbers(batches), Numbers(next), cancellationToken);
        return new PixelBatches(recipe.Augmentation, pixels);

        List<int> Numbers(IReadOnlyList<ImageBatch> some) =>
            [.. some.SelectMany(batch => batch.Places).Select(place => _numbers[images[place].ImageId])];
    }

    /// <summary>Inputs: uint8 [N, C, S, S, 3] on the device; the caller's dispose scope owns them.</summary>
    public async Task<Tensor> PixelsAsync(IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken)
    {
        if (images.All(image => _numbers.ContainsKey(image.ImageId)))
            return await _store.TakeAsync([.. images.Select(image => _numbers[image.ImageId])], null, cancellationToken);
        var pixels = await ReadAsync(images, cancellationToken);
        using var onCpu = PixelTensor.Of(pixels, _input);
        return onCpu.to(_device);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken)
    {
        var batch = await _reader.ReadAsync(images, withViews: false, cancellationToken);
        return batch.LeftOut.Count == 0
            ? [.. batch.Pixels.Select(pixels => pixels.Input)]
            : throw new TrainingException(
                $"Image '{batch.LeftOut[0].Image}' could be read when the training began and is {batch.LeftOut[0].Reason} now. Train again.");
    }
}
