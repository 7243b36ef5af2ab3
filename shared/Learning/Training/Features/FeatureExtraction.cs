using Lesion.Imaging;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Features;

/// <summary>
/// Runs the frozen trunk once over each image as it is tested and its augmented views, chunk by chunk, and keeps the features
/// as blobs. While one chunk is computed the next is decoded.
/// </summary>
internal sealed class FeatureExtraction(
    TrainingLayout layout, PixelReader reader, ITrainingBlobs blobs, ClassifierNetwork network) : IAsyncDisposable
{
    /// <summary>Images a forward pass: bounds the memory of activations.</summary>
    public const int RowsAtOnce = 16;

    private readonly CancellationTokenSource _abandon = new();
    private (int Part, Task<PixelBatch> Batch)? _ahead;

    public static string BlobName(int part) => $"features-{part:d6}";

    /// <returns>How many images were left out.</returns>
    public async Task<int> RunAsync(int part, CancellationToken cancellationToken)
    {
        var batch = await TakeAsync(part, cancellationToken);
        if (part + 1 < layout.FeatureParts)
            _ahead = (part + 1, Task.Run(() => ReadAsync(part + 1), CancellationToken.None));
        var rows = batch.Pixels.Select(RowsOf).ToList();
        var note = new FeatureNote([.. batch.Images.Select(image => image.ImageId)], rows.FirstOrDefault()?.Count ?? 1, batch.LeftOut);
        using var features = Embed([.. rows.SelectMany(row => row)]);
        await blobs.PutAsync(BlobName(part), TensorBlob.Pack(features, note), cancellationToken);
        return batch.LeftOut.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync();
        if (_ahead is { } ahead)
            await ((Task)ahead.Batch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandon.Dispose();
    }

    private List<byte[]> RowsOf(TrainingPixels pixels)
    {
        var recipe = layout.Recipe;
        var rows = new byte[pixels.Input.Length * recipe.TestViews];
        NetworkInput.WriteRows(pixels.Input, recipe.Input.Size, recipe.TestViews, rows);
        return [.. rows.Chunk(rows.Length / recipe.TestRows), .. pixels.Views];
    }

    private Tensor Embed(IReadOnlyList<byte[]> rows)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var embedded = rows.Chunk(RowsAtOnce).Select(chunk =>
        {
            using var images = PixelTensor.Of(chunk, layout.Recipe.Input.Size);
            return network.Embed(images);
        }).ToList();
        return (embedded.Count == 0 ? zeros(0, network.EmbeddingSize) : cat(embedded).cpu()).MoveToOuterDisposeScope();
    }

    private async Task<PixelBatch> TakeAsync(int part, CancellationToken cancellationToken)
    {
        var ahead = _ahead;
        _ahead = null;
        return ahead is { } read && read.Part == part
            ? await read.Batch.WaitAsync(cancellationToken)
            : await ReadAsync(part).WaitAsync(cancellationToken);
    }

    private Task<PixelBatch> ReadAsync(int part)
    {
        var (images, withViews) = layout.FeaturePart(part);
        return reader.ReadAsync(images, withViews, _abandon.Token);
    }
}
