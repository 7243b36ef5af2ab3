using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>
/// Predicts images as serving does: the mean of the logits over the first test-time orientations, computed in float32. What it
/// needs is read first, so that predicting itself waits for nothing.
/// </summary>
internal sealed class MemberPrediction : IDisposable
{
    private const int RowsAtOnce = 16;

    private readonly IReadOnlyList<DatasetImage> _images;
    private readonly int _views;
    private readonly Tensor _input;

    private MemberPrediction(IReadOnlyList<DatasetImage> images, int views, Tensor input) =>
        (_images, _views, _input) = (images, views, input);

    /// <summary>Of images by the cached features of the frozen trunk.</summary>
    public static MemberPrediction OfFeatures(FeatureTable table, IReadOnlyList<DatasetImage> images, int views)
    {
        using var rows = tensor(table.TestRows(images, views), [images.Count * views, table.Size]);
        return new MemberPrediction(images, views, rows.clone());
    }

    /// <summary>Of images by their pixels.</summary>
    /// <param name="pixels">uint8 [N, S, S, 3]; this owns them.</param>
    public static MemberPrediction OfPixels(IReadOnlyList<DatasetImage> images, int views, Tensor pixels) => new(images, views, pixels);

    public OutOfFold By(ClassifierNetwork network)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var precision = network.Precision;
        network.Precision = Networks.Precision.Full;
        try
        {
            var logits = _input.dim() == 2 ? network.Logits(_input.to(network.Device)) : cat(OfPixels(network).ToList());
            return new OutOfFold(
                _images, TestTimeViews.AverageLogits(logits.cpu().data<float>().ToArray(), _views, network.Classes.Count));
        }
        finally
        {
            network.Precision = precision;
        }
    }

    public void Dispose() => _input.Dispose();

    /// <summary>The first orientations of each image, one after another: uint8 [N * V, S, S, 3].</summary>
    /// <remarks>As <see cref="Imaging.Orientations.Write"/> lays them down, on any device.</remarks>
    internal static Tensor Oriented(Tensor images, int views)
    {
        using var scope = NewDisposeScope();
        var turned = Enumerable.Range(0, views).Select(orientation =>
        {
            var rows = (orientation & 4) != 0 ? images.transpose(1, 2) : images;
            rows = (orientation & 2) != 0 ? rows.flip(1) : rows;
            return (orientation & 1) != 0 ? rows.flip(2) : rows;
        });
        return stack(turned.ToList(), dim: 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    private IEnumerable<Tensor> OfPixels(ClassifierNetwork network)
    {
        var images = Math.Max(1, RowsAtOnce / _views);
        for (var start = 0L; start < _input.shape[0]; start += images)
        {
            using var scope = NewDisposeScope();
            var rows = Oriented(_input.narrow(0, start, Math.Min(images, _input.shape[0] - start)), _views);
            yield return network.Logits(network.Embed(rows)).MoveToOuterDisposeScope();
        }
    }
}
