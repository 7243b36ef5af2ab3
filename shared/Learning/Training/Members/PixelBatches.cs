using Lesion.Learning.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>Batches of images, changed at random on the device.</summary>
/// <param name="pixels">uint8 [N, C, S, S, 3], of which the whole image is trained on, of all the batches' images, one after another; this owns them.</param>
internal sealed class PixelBatches(AugmentationRecipe recipe, Tensor pixels) : IBatchSource
{
    private readonly Augmenter _augmenter = new(recipe);
    private int _shown;

    public Batch Make(ImageBatch batch, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var images = pixels.narrow(0, _shown, batch.Places.Count).select(1, 0).contiguous();
        _shown += batch.Places.Count;
        var changes = batch.Places.Select((_, i) => ImageChange.Draw(recipe, batch.Random($"change/{i}"))).ToList();
        var mixup = MixupDraw.Draw(recipe, batch.Random("mixup"), batch.Places.Count);
        var (mixed, shares) = mixup.Apply(_augmenter.Apply(images, changes), targets);
        return new Batch(
            mixed.MoveToOuterDisposeScope(), shares.MoveToOuterDisposeScope(), batch.DropoutSeed);
    }

    public void Dispose() => pixels.Dispose();
}
