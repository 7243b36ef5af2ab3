using Lesion.Contracts;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Native;
using Lesion.Learning.Training.Features;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>Batches of cached features: of each image one of its rows, plain, turned or a view, by chance.</summary>
/// <param name="images">Those that batches name by their places.</param>
internal sealed class FeatureBatches(
    FeatureTable table, AugmentationRecipe recipe, IReadOnlyList<DatasetImage> images, Device device) : IBatchSource
{
    public Batch Make(ImageBatch batch, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var random = batch.Random("row");
        var features = new float[batch.Places.Count * table.Size];
        for (var i = 0; i < batch.Places.Count; i++)
        {
            var image = images[batch.Places[i]];
            var row = random.NextBelow(table.Rows(image));
            table.RowsOf(image).Slice(row * table.Size, table.Size).CopyTo(features.AsSpan(i * table.Size));
        }

        var mixup = MixupDraw.Draw(recipe, batch.Random("mixup"), batch.Places.Count);
        var (mixed, shares) = mixup.Apply(NativeTensor.Of(features, [batch.Places.Count, table.Size], device), targets);
        return new Batch(mixed.MoveToOuterDisposeScope(), shares.MoveToOuterDisposeScope(), batch.DropoutSeed);
    }

    public void Dispose()
    {
    }
}
