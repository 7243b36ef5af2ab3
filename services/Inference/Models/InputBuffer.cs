using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>One buffer for all runs, seen as a tensor <c>uint8 [N, S, S, 3]</c> for each of a few sizes N.</summary>
internal sealed class InputBuffer : IDisposable
{
    private readonly byte[] _pixels;
    private readonly int _stride;
    private readonly OrtValue[] _tensors;
    private readonly int[] _batchSizes;

    public InputBuffer(int size, int maxBatchSize)
    {
        _stride = size * size * 3;
        _pixels = GC.AllocateArray<byte>(_stride * maxBatchSize, pinned: true);
        _batchSizes = PaddedSizes(maxBatchSize);
        _tensors = [.. BatchSizes.Select(n => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _pixels.AsMemory(0, n * _stride), [n, size, size, 3]))];
    }

    /// <summary>The powers of two below the largest batch, and the largest batch.</summary>
    public IReadOnlyList<int> BatchSizes => _batchSizes;

    /// <summary>Copies the inputs in, fills up with black, and gives the tensor of the next size.</summary>
    public OrtValue Fill(IReadOnlyList<byte[]> inputs)
    {
        var index = Array.FindIndex(_batchSizes, size => size >= inputs.Count);
        if (index < 0 || inputs.Count == 0)
        {
            throw new ArgumentException($"A batch holds 1 to {BatchSizes[^1]} inputs, not {inputs.Count}.", nameof(inputs));
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length != _stride)
            {
                throw new ArgumentException($"Input {i} has {inputs[i].Length} bytes; the network takes {_stride}.", nameof(inputs));
            }

            inputs[i].CopyTo(_pixels, i * _stride);
        }

        _pixels.AsSpan(inputs.Count * _stride, (BatchSizes[index] - inputs.Count) * _stride).Clear();
        return _tensors[index];
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    private static int[] PaddedSizes(int maxBatchSize)
    {
        var sizes = new List<int>();
        for (var size = 1; size < maxBatchSize; size *= 2)
        {
            sizes.Add(size);
        }

        sizes.Add(maxBatchSize);
        return [.. sizes];
    }
}
