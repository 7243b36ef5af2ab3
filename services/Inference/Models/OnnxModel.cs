using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>
/// A model file, ready to answer: the network, how it sees an image, and how it decides. The service and the command line
/// answer through it alike.
/// </summary>
/// <remarks>
/// Safe for concurrent use; runs take turns. Dispose waits for the run that is in flight. Runs are padded to a few sizes,
/// since the runtime's arena grows with every new one and keeps it.
/// </remarks>
public sealed class OnnxModel : IDisposable
{
    private readonly Lock _turn = new();
    private readonly InferenceSession _session;
    private readonly InputBuffer _input;
    private bool _disposed;

    private OnnxModel(
        string name, InferenceSession session, ModelCard card, ServedModel served, int maxRows, InferenceDevice device)
    {
        Name = name;
        Card = card;
        Served = served;
        Device = device;
        MaxBatchSize = Math.Max(1, maxRows / card.TestRows());
        _session = session;
        _input = new InputBuffer(card.Input.Recipe(), card.TestViews, MaxBatchSize);
    }

    /// <summary>The file, or the key of the object, for messages.</summary>
    public string Name { get; }

    public ModelCard Card { get; }

    /// <summary>The name and version that its answers carry; version 0 where it was not published.</summary>
    public ServedModel Served { get; }

    /// <summary>What it really runs on.</summary>
    public InferenceDevice Device { get; }

    /// <summary>The most images in one run: as many as their views fit into <see cref="OnnxModelOptions.MaxBatchSize"/> rows, at least one.</summary>
    public int MaxBatchSize { get; }

    /// <summary>Loads a model file or the folder it lies in, and checks its hash where a <c>manifest.json</c> lies beside a <c>model.onnx</c>.</summary>
    /// <exception cref="ModelLoadException">The file is absent, cut off, altered, or no Lesion model.</exception>
    public static OnnxModel Load(string path, OnnxModelOptions? options = null)
    {
        var (bytes, served) = ModelFile.Read(path);
        return Load(bytes, path, options, served);
    }

    /// <param name="bytes">The content of a <c>model.onnx</c>.</param>
    /// <param name="name">The file or key that it came from, for messages.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="served">What its answers say that it is; null where it was not published.</param>
    /// <exception cref="ModelLoadException">The bytes are cut off, altered, or no Lesion model.</exception>
    public static OnnxModel Load(byte[] bytes, string name, OnnxModelOptions? options = null, ServedModel? served = null)
    {
        options ??= new OnnxModelOptions();
        var (session, device) = SessionFactory.Open(bytes, name, options);
        try
        {
            var card = ModelCardReader.Read(name, session.ModelMetadata.CustomMetadataMap);
            ModelSignature.Check(name, session, card);
            served ??= new ServedModel { Name = "lesion", Version = 0 };
            return new OnnxModel(name, session, card, served, options.MaxBatchSize, device);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The network's input for a picture: canonical form, cropped and resized as <see cref="NetworkInput"/> says.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public byte[] Prepare(ReadOnlyMemory<byte> image) => Card.Input.Prepare(image);

    /// <summary>Runs the network, in each of its test-time views, on at most <see cref="MaxBatchSize"/> inputs, as <see cref="Prepare"/> made them.</summary>
    /// <exception cref="ArgumentException">Too many inputs, or one of another size.</exception>
    public IReadOnlyList<ModelOutput> Run(IReadOnlyList<byte[]> inputs, bool withActivationMap = false)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var input = _input.Fill(inputs);
            var names = ModelSignature.Outputs(Card, withActivationMap);
            using var runOptions = new RunOptions();
            using var outputs = _session.Run(runOptions, ModelSignature.Inputs, [input], names);
            return OutputReader.Read(outputs, inputs.Count, Card);
        }
    }

    /// <summary>The verdict of an output that <see cref="Run"/> gave.</summary>
    /// <exception cref="InvalidOutputException">The output holds a value that is no finite number.</exception>
    public Verdict Decide(ModelOutput output)
    {
        OutputReader.RequireFinite(Name, output);
        return Card.Decide(output.Probabilities, output.Novelty);
    }

    /// <summary>Classifies one picture: what the service answers for the same bytes, but for the timings.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    /// <exception cref="InvalidOutputException">The output holds a value that is no finite number.</exception>
    public Classification Classify(ReadOnlyMemory<byte> image, bool withActivationMap = false)
    {
        var start = Stopwatch.GetTimestamp();
        var input = Prepare(image);
        var computeStart = Stopwatch.GetTimestamp();
        var output = Run([input], withActivationMap)[0];
        var timings = new ClassificationTimings
        {
            QueueMs = 0,
            ComputeMs = Stopwatch.GetElapsedTime(computeStart).TotalMilliseconds,
            TotalMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        };
        return ClassificationBuilder.Build(ImageId.Of(image.Span), Card, output, Decide(output), Served, timings);
    }

    /// <summary>Runs every padded size once, so that no request pays for the first.</summary>
    /// <exception cref="InvalidOutputException">The network gives values that are no finite numbers.</exception>
    public void WarmUp()
    {
        var blank = new byte[Card.Input.Recipe().Crops * Card.Input.Size * Card.Input.Size * RgbImage.Channels];
        foreach (var size in _input.BatchSizes)
        {
            var outputs = Run([.. Enumerable.Repeat(blank, size)], withActivationMap: true);
            OutputReader.RequireFinite(Name, outputs[0]);
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            if (!_disposed)
            {
                _disposed = true;
                _input.Dispose();
                _session.Dispose();
            }
        }
    }
}
