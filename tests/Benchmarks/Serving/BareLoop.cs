using System.Diagnostics;
using Lesion.Imaging;
using Lesion.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Benchmarks.Serving;

/// <summary>
/// What the hardware can do: pictures are decoded on all processors, run through the network, and forgotten, a batch after the
/// other, without a queue, HTTP, or anybody who asks.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly OnnxModel _model;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    public BareLoop(FileInfo model)
    {
        _model = OnnxModel.Load(model.FullName);
        _session = new InferenceSession(model.FullName);
    }

    /// <summary>Rows of the network that a picture takes.</summary>
    public int RowsAPicture => _model.Prepare(PictureOf(0)).Length / (Side * Side * RgbImage.Channels) * _model.Card.TestViews;

    /// <summary>Whole files of pictures.</summary>
    public required IReadOnlyList<byte[]> Pictures { get; init; }

    private int Side => _model.Card.Input.Size;

    /// <returns>Pictures a second.</returns>
    public double Run(int batch, TimeSpan duration)
    {
        var rowBytes = Side * Side * RgbImage.Channels;
        var (rows, next) = (RowsAPicture, 0);
        var pixels = new byte[batch * rows * rowBytes];
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [batch * rows, Side, Side, RgbImage.Channels]);
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < duration)
        {
            Parallel.For(0, batch, index => NetworkInput.WriteRows(
                _model.Prepare(PictureOf(next + index)), Side, _model.Card.TestViews, pixels.AsSpan(index * rows * rowBytes, rows * rowBytes)));
            using var outputs = _session.Run(_options, ["image"], [input], ["logits", "embedding"]);
            next += batch;
        }

        return next / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
        _model.Dispose();
    }

    private byte[] PictureOf(int number) => Pictures[number % Pictures.Count];
}
