using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Batching;

/// <summary>
/// Rows for the network. The unit of the batcher is the row: a picture takes one for each of its views, which stay together
/// in one run, and whoever asks makes of their outputs what he wants.
/// </summary>
internal sealed record RowsRequest
{
    /// <summary><c>uint8 [P, S, S, 3]</c>: pictures as the network sees them, upright.</summary>
    public required ReadOnlyMemory<byte> Pixels { get; init; }

    /// <summary>How the pictures were seen, and S; a model that sees otherwise does not answer.</summary>
    public required ModelInput MadeFor { get; init; }

    /// <summary>The orientations in which each picture is shown, 1, 2, 4 or 8, one row each; 1 (default) is as it stands.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Whether <see cref="Views"/> are those of a model's card; a model whose card says otherwise does not answer. Default false.</summary>
    public bool AsCardSays { get; init; }

    /// <summary>Which model. Default: the champion.</summary>
    public ModelTarget Target { get; init; }

    /// <summary>The outputs that are copied. Default: what a classification is made of.</summary>
    public ModelOutputs Wanted { get; init; } = OutputReader.Plain;

    /// <summary>Default: interactive.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>Wait while the queue is full, rather than to be turned away. Default false.</summary>
    public bool WaitForRoom { get; init; }

    /// <summary>How long the rows may wait for a batch; null (default) is <see cref="InferenceOptions.DefaultQueueTimeout"/>.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>P times <see cref="Views"/>.</summary>
    public int Rows => Pixels.Length / PictureLength * Views;

    private int PictureLength => MadeFor.Size * MadeFor.Size * RgbImage.Channels;

    /// <exception cref="ArgumentException">The pixels are no whole number of pictures, or there is no such number of views.</exception>
    public void RequireWhole()
    {
        if (Pixels.Length == 0 || Pixels.Length % PictureLength != 0 || !TestTimeViews.IsAllowed(Views))
        {
            throw new ArgumentException($"{Pixels.Length} bytes in {Views} views are no whole number of pictures of {PictureLength} bytes.");
        }
    }

    public bool Fits(OnnxModel model) => MadeFor == model.Card.Input && (!AsCardSays || Views == model.Card.TestViews);
}
