using Lesion.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>
/// The buffers in which one thread runs a model: its input <c>uint8 [N, S, S, 3]</c> and its outputs, taken once and seen as
/// tensors of each of a few numbers N of rows, so that a run allocates next to nothing. Sessions and their weights are the
/// model's and shared. Not safe for concurrent use.
/// </summary>
/// <remarks>All outputs are bound: ONNX Runtime computes the whole graph, whichever of them are fetched.</remarks>
internal sealed class ModelInstance : IDisposable
{
    private readonly RunOptions _runOptions = new();
    private readonly RunOptions _givingBack = new();
    private readonly string[] _outputs;
    private readonly int _stride;
    private readonly byte[] _pixels;
    private readonly long[][] _rowShapes;
    private readonly float[][] _values;
    private readonly SizedRun[] _runs;

    /// <param name="side">S.</param>
    /// <param name="outputs">The model's <see cref="ModelSignature.Outputs"/>.</param>
    /// <param name="rowShapes">Of each of them, without the rows.</param>
    /// <param name="sizes">The numbers of rows of a run, ascending.</param>
    public ModelInstance(int side, string[] outputs, long[][] rowShapes, IReadOnlyList<int> sizes)
    {
        _outputs = outputs;
        _givingBack.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        _rowShapes = rowShapes;
        _stride = side * side * RgbImage.Channels;
        _pixels = GC.AllocateArray<byte>(sizes[^1] * _stride, pinned: true);
        _values = [.. rowShapes.Select(shape => GC.AllocateArray<float>(sizes[^1] * Length(shape), pinned: true))];
        _runs = [.. sizes.Select(rows => new SizedRun(
            rows,
            Tensor(_pixels, rows, [side, side, RgbImage.Channels]),
            [.. _values.Zip(rowShapes, (values, shape) => Tensor(values, rows, shape))]))];
    }

    /// <summary>Where rows are written before a run.</summary>
    public Span<byte> Pixels(int firstRow, int rows) => _pixels.AsSpan(firstRow * _stride, rows * _stride);

    /// <summary>Runs what was written, filled up with black.</summary>
    /// <param name="session">Of the network.</param>
    /// <param name="rows">That were written.</param>
    /// <param name="size">One of the numbers of rows of a run, at least <paramref name="rows"/>.</param>
    /// <param name="givesBack">Whether the runtime gives back the memory that the run took, as nobody may ask for long.</param>
    public void Run(InferenceSession session, int rows, int size, bool givesBack = false)
    {
        Pixels(rows, size - rows).Clear();
        var run = Array.Find(_runs, run => run.Rows == size)
            ?? throw new ArgumentException($"{size} rows are no size that is run.", nameof(size));
        session.Run(givesBack ? _givingBack : _runOptions, ModelSignature.Inputs, run.Input, _outputs, run.Outputs);
    }

    /// <summary>Copies what the last run gave for some of its rows.</summary>
    public RowOutputs Read(int firstRow, int rows, ModelOutputs wanted)
    {
        return new RowOutputs
        {
            Probabilities = Copy(0),
            Logits = Copy(1),
            Embedding = Copy(2),
            ActivationMap = Copy(3),
            Novelty = Copy(4),
        };

        RowTensor? Copy(int output)
        {
            if (((int)wanted & (1 << output)) == 0 || output >= _outputs.Length)
            {
                return null;
            }

            var stride = Length(_rowShapes[output]);
            var values = _values[output].AsSpan(firstRow * stride, rows * stride).ToArray();
            return new RowTensor(_outputs[output], [rows, .. _rowShapes[output]], values);
        }
    }

    public void Dispose()
    {
        foreach (var run in _runs)
        {
            run.Dispose();
        }

        _runOptions.Dispose();
        _givingBack.Dispose();
    }

    private static OrtValue Tensor<T>(T[] values, int rows, long[] rowShape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, values.AsMemory(0, rows * Length(rowShape)), [rows, .. rowShape]);

    private static int Length(long[] rowShape) => checked((int)rowShape.Aggregate(1L, (product, length) => product * length));

    private sealed class SizedRun(int rows, OrtValue input, OrtValue[] outputs) : IDisposable
    {
        public int Rows { get; } = rows;

        public OrtValue[] Input { get; } = [input];

        public OrtValue[] Outputs { get; } = outputs;

        public void Dispose()
        {
            Input[0].Dispose();
            Array.ForEach(Outputs, output => output.Dispose());
        }
    }
}
