using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Features;
using Lesion.Learning.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>
/// Predicts images as serving does: the mean of the logits over the test-time rows, computed in float32. What it
/// needs is read first, so that predicting itself waits for nothing.
/// </summary>
internal sealed class MemberPrediction : IDisposable
{
    private const int RowsAtOnce = 16;

    private readonly IReadOnlyList<DatasetImage> _images;
    private readonly int _rows;
    private readonly Tensor _input;

    private MemberPrediction(IReadOnlyList<DatasetImage> images, int rows, Tensor input) =>
        (_images, _rows, _input) = (images, rows, input);

    /// <summary>Of images by the cached features of the frozen trunk.</summary>
    public static MemberPrediction OfFeatures(FeatureTable table, IReadOnlyList<DatasetImage> images, int rows)
    {
        var features = NativeTensor.Of(table.TestRows(images, rows), [images.Count * rows, table.Size]);
        return new MemberPrediction(images, rows, features);
    }

    /// <summary>Of images by their pixels.</summary>
    /// <param name="rows">1, the whole image upright, or as many as serving shows.</param>
    /// <param name="pixels">uint8 [N, C, S, S, 3]; this owns them.</param>
    public static MemberPrediction OfPixels(IReadOnlyList<DatasetImage> images, int rows, Tensor pixels) => new(images, rows, pixels);

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
                _images, TestTimeViews.AverageLogits(logits.cpu().data<float>().ToArray(), _rows, network.Classes.Count));
        }
        finally
        {
            network.Precision = precision;
        }
    }

    public void Dispose() => _input.Dispose();

    /// <summary>The rows of each input, one after another: uint8 [N * R, S, S, 3].</summary>
    /// <param name="inputs">uint8 [N, C, S, S, 3].</param>
    /// <param name="rows">R: 1, or a multiple of C.</param>
    /// <remarks>As <see cref="Imaging.NetworkInput.WriteRows"/> lays them down, on any device.</remarks>
    internal static Tensor Rows(Tensor inputs, int rows)
    {
        using var scope = NewDisposeScope();
        var pictures = inputs.narrow(1, 0, Math.Min(rows, inputs.shape[1])).flatten(0, 1);
        var turned = Enumerable.Range(0, (int)(rows * inputs.shape[0] / pictures.shape[0])).Select(orientation =>
        {
            var turning = (orientation & 4) != 0 ? pictures.transpose(1, 2) : pictures;
            turning = (orientation & 2) != 0 ? turning.flip(2) : turning;
            return (orientation & 1) != 0 ? turning.flip(1, 2) : turning;
        });
        return stack(turned.ToList(), dim: 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    private IEnumerable<Tensor> OfPixels(ClassifierNetwork network)
    {
        var images = Math.Max(1, RowsAtOnce / _rows);
        for (var start = 0L; start < _input.shape[0]; start += images)
        {
            using var scope = NewDisposeScope();
            var rows = Rows(_input.narrow(0, start, Math.Min(images, _input.shape[0] - start)), _rows);
            yield return network.Logits(network.Embed(rows)).MoveToOuterDisposeScope();
        }
    }
}
