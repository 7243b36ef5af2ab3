using Lesion.Contracts;
using Lesion.Evaluation.Novelty;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Planning;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Artefact;

/// <summary>
/// Fits what training images are like: by the channels' means of the lowest stage that is pooled, with which the embedding
/// begins. Colour, sharpness and grain tell another camera's pictures, and what is no skin; the stages above look past them.
/// </summary>
internal sealed class NoveltyFitting(TrainingLayout layout, FeatureTable table, PixelReader reader)
{
    /// <summary>The images that are read again where training changed that stage; they are spread over all.</summary>
    private const int MostReadAgain = 1000;
    private const int RowsAtOnce = 16;

    /// <param name="network">The final one.</param>
    /// <param name="heldOut">Images that the fit is reported on.</param>
    public async Task<(NoveltyScore Score, ModelNovelty Summary)> FitAsync(
        Classifier network, IReadOnlyList<DatasetImage> heldOut, CancellationToken cancellationToken)
    {
        var (images, features) = await FeaturesAsync(network, table.Training, cancellationToken);
        var score = NoveltyScore.Fit(features, [.. images.Select(image => image.Fold)], layout.Recipe.Decision.NoveltyShare);
        var (_, others) = await FeaturesAsync(network, heldOut, cancellationToken);
        var novelties = score.Of(others);
        return (score, new ModelNovelty
        {
            Share = layout.Recipe.Decision.NoveltyShare,
            Limit = score.Limit,
            Features = score.Density.Features,
            Images = score.Density.Images,
            Shrinkage = score.Density.Shrinkage,
            Quantiles = [.. Enumerable.Range(0, 101).Select(percent => Math.Round(score.Quantile(percent / 100.0), 4))],
            HeldOutBeyond = (double)novelties.Count(novelty => novelty > 1) / novelties.Length,
        });
    }

    /// <summary>The first row's features [n, d] of the images, or of as many as are read again.</summary>
    private async Task<(IReadOnlyList<DatasetImage> Images, float[] Features)> FeaturesAsync(
        Classifier network, IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken)
    {
        var size = network.FirstTrunk.LowestTap.Channels;
        if (!IsTrained(network.FirstTrunk))
            return (images, First(table.TestRows(images, rows: 1), table.Size, size));
        var some = images.Count <= MostReadAgain
            ? images
            : [.. Enumerable.Range(0, MostReadAgain).Select(i => images[(int)((long)i * images.Count / MostReadAgain)])];
        var features = new List<float>();
        foreach (var chunk in some.Chunk(RowsAtOnce))
            features.AddRange(First(await EmbedAsync(network, chunk, cancellationToken), network.EmbeddingSize, size));
        return (some, [.. features]);
    }

    private bool IsTrained(Trunk trunk) => layout.TrainPhases.Any(phase =>
        trunk.Top(phase.Stages.Of(trunk.Stages.Count)).Any(top => top.Stage == trunk.LowestTap));

    private async Task<float[]> EmbedAsync(Classifier network, IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken)
    {
        var pixels = await reader.ReadAllAsync(images, cancellationToken);
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var inputs = PixelTensor.Of([.. pixels.Select(image => image.Input)], layout.Recipe.Input);
        return network.Predict(inputs.select(1, 0)).Embedding.cpu().data<float>().ToArray();
    }

    private static float[] First(float[] rows, int length, int size) =>
        [.. Enumerable.Range(0, rows.Length / length).SelectMany(row => rows.AsSpan(row * length, size).ToArray())];
}
