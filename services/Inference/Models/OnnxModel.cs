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
/// Safe for concurrent use; the runs of <see cref="Run(IReadOnlyList{byte[]}, bool)"/> take turns, and Dispose waits for the one
/// that is in flight. Runs are padded to a few sizes, since the runtime's arena grows with every new one and keeps it.
/// </remarks>
public sealed class OnnxModel : IDisposable
{
    private readonly Lock _turn = new();
    private readonly InferenceSession _session;
    private readonly OnnxModelOptions _options;
    private readonly string[] _outputs;
    private readonly long[][] _rowShapes;
    private readonly RunSizes _sizes;
    private readonly ModelInstance[] _instances;
    private ModelInstance? _own;

    // The file, until the session of runs with a share of the threads is there; null too where none is needed.
    private byte[]? _unshared;
    private InferenceSession? _shared;
    private bool _disposed;

    private OnnxModel(
        string name, InferenceSession session, ModelCard card, ServedModel served, OnnxModelOptions options, InferenceDevice device)
    {
        Name = name;
        Card = card;
        Served = served;
        Device = device;
        _options = options;
        MaxBatchSize = Math.Max(1, options.MaxBatchSize / card.TestRows());
        _session = session;
        _sizes = new RunSizes(Math.Max(options.MaxBatchSize, card.TestRows()));
        _outputs = ModelSignature.Outputs(card);
        _rowShapes = TrialRun(session, card.Input.Size, _outputs);
        _instances = [.. Enumerable.Range(0, options.InstanceCount).Select(_ => CreateInstance())];
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

    /// <summary>The most rows in one run.</summary>
    internal int MaxRows => _sizes.Largest;

    /// <summary>The most rows in one run that needs no more warming.</summary>
    internal int WarmRows => _sizes.LargestWarm;

    /// <summary>Whether <see cref="WarmUp()"/> has nothing left to do.</summary>
    internal bool IsWarm => WarmRows == MaxRows && Volatile.Read(ref _unshared) is null;

    internal IReadOnlyDictionary<string, NodeMetadata> InputMetadata => _session.InputMetadata;

    internal IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => _session.OutputMetadata;

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
        var threads = options.LoneThreads > 0 ? options.LoneThreads : options.IntraOpThreads;
        var (session, device) = SessionFactory.Open(bytes, name, options, threads);
        try
        {
            var card = ModelCardReader.Read(name, session.ModelMetadata.CustomMetadataMap);
            ModelSignature.Check(name, session, card);
            served ??= new ServedModel { Name = "lesion", Version = 0 };
            return new OnnxModel(name, session, card, served, options, device)
            {
                _unshared = threads == options.IntraOpThreads ? null : bytes,
            };
        }
        catch (Exception exception)
        {
            session.Dispose();
            throw exception is OnnxRuntimeException
                ? new ModelLoadException(name, $"it fails its trial run. {exception.Message}", exception)
                : exception;
        }
    }

    /// <summary>The network's input for a picture: canonical form, cropped and resized as <see cref="NetworkInput"/> says.</summary>
    /// <exception cref="BadImageException">The bytes are no accepted picture, or end early.</exception>
    public byte[] Prepare(ReadOnlyMemory<byte> image) => Card.Input.Prepare(image);

    /// <summary>Runs the network on 1 to <see cref="MaxBatchSize"/> prepared images.</summary>
    /// <param name="inputs">What <see cref="Prepare"/> gave.</param>
    /// <param name="withActivationMap">Whether the outputs carry their maps.</param>
    public IReadOnlyList<ModelOutput> Run(IReadOnlyList<byte[]> inputs, bool withActivationMap = false)
    {
        if (inputs.Count < 1 || inputs.Count > MaxBatchSize)
        {
            throw new ArgumentException($"A batch holds 1 to {MaxBatchSize} inputs, not {inputs.Count}.", nameof(inputs));
        }

        var rows = Card.TestRows();
        var wanted = withActivationMap ? OutputReader.Plain | ModelOutputs.ActivationMap : OutputReader.Plain;
        lock (_turn)
        {
            var own = Own();
            for (var i = 0; i < inputs.Count; i++)
            {
                RequireLength(inputs[i], i);
                NetworkInput.WriteRows(inputs[i], Card.Input.Size, Card.TestViews, own.Pixels(i * rows, rows));
            }

            Run(own, inputs.Count * rows, isAlone: true);
            return [.. inputs.Select((_, i) => OutputReader.Read(own.Read(i * rows, rows, wanted), Card))];
        }
    }

    /// <summary>The verdict of an output that <see cref="Run(IReadOnlyList{byte[]}, bool)"/> gave.</summary>
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
        while (_sizes.Cold() is { } size)
        {
            WarmUp(size);
        }

        Share();
    }

    public void Dispose()
    {
        lock (_turn)
        {
            if (!_disposed)
            {
                _disposed = true;
                _own?.Dispose();
                Array.ForEach(_instances, instance => instance.Dispose());
                _shared?.Dispose();
                _session.Dispose();
                NativeMemory.GiveBack();
            }
        }
    }

    /// <summary>Runs the size that holds so many rows once, on black.</summary>
    /// <exception cref="InvalidOutputException">The network gives values that are no finite numbers.</exception>
    internal void WarmUp(int rows)
    {
        lock (_turn)
        {
            var own = Own();
            var size = _sizes.Holding(rows);
            own.Pixels(0, rows).Clear();
            own.Run(_session, rows, size, givesBack: true);
            _sizes.SetWarm(size);
            own.Read(0, 1, OutputReader.Plain | ModelOutputs.ActivationMap).RequireFinite(Name);
        }
    }

    /// <summary>The buffers of one thread of those that serve; only that thread uses them, and only while it leases the model.</summary>
    internal ModelInstance Instance(int thread) => _instances[thread];

    /// <summary>Runs rows that were written into an instance.</summary>
    /// <param name="instance">Of this model.</param>
    /// <param name="rows">That were written.</param>
    /// <param name="isAlone">Whether no other thread runs the model, so that this run has the threads of all.</param>
    internal void Run(ModelInstance instance, int rows, bool isAlone)
    {
        var size = _sizes.Holding(rows);
        instance.Run(isAlone ? _session : Volatile.Read(ref _shared) ?? _session, rows, size);
        _sizes.SetWarm(size);
    }

    /// <summary>Opens the session of runs that have a share of the threads; until it is warm too, they all use the other.</summary>
    private void Share()
    {
        lock (_turn)
        {
            var own = Own();
            if (_unshared is null)
            {
                return;
            }

            var (shared, _) = SessionFactory.Open(_unshared, Name, _options, _options.IntraOpThreads);
            try
            {
                own.Pixels(0, MaxRows).Clear();
                foreach (var size in _sizes.All)
                {
                    own.Run(shared, size, size, givesBack: true);
                }
            }
            catch
            {
                shared.Dispose();
                throw;
            }

            Volatile.Write(ref _shared, shared);
            Volatile.Write(ref _unshared, null);
        }
    }

    private static long[][] TrialRun(InferenceSession session, int side, string[] names)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(new byte[side * side * RgbImage.Channels], [1, side, side, RgbImage.Channels]);
        using var runOptions = new RunOptions();
        using var outputs = session.Run(runOptions, ModelSignature.Inputs, [input], names);
        return [.. outputs.Select(output => output.GetTensorTypeAndShape().Shape[1..])];
    }

    private ModelInstance Own()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _own ??= CreateInstance();
    }

    private ModelInstance CreateInstance() => new(Card.Input.Size, _outputs, _rowShapes, _sizes.All);

    private void RequireLength(byte[] input, int index)
    {
        var expected = Card.Input.Recipe().Crops * Card.Input.Size * Card.Input.Size * RgbImage.Channels;
        if (input.Length != expected)
        {
            throw new ArgumentException($"Input {index} has {input.Length} bytes; the network takes {expected}.", nameof(input));
        }
    }
}
