using Lesion.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>
/// One buffer for all runs, seen as a tensor <c>uint8 [N * V, S, S, 3]</c> for each of a few numbers N of images. An image
/// takes V rows, one after another: its first V orientations.
/// </summary>
internal sealed class InputBuffer : IDisposable
{
    private readonly byte[] _pixels;
    private readonly int _size;
    private readonly int _views;
    private readonly int _stride;
    private readonly OrtValue[] _tensors;
    private readonly int[] _batchSizes;

    public InputBuffer(int size, int views, int maxImages)
    {
        (_size, _views) = (size, views);
        _stride = views * size * size * 3;
        _pixels = GC.AllocateArray<byte>(_stride * maxImages, pinned: true);
        _batchSizes = PaddedSizes(maxImages);
        _tensors = [.. BatchSizes.Select(n => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _pixels.AsMemory(0, n * _stride), [n * views, size, size, 3]))];
    }

    /// <summary>Images: the powers of two below the largest batch, and the largest batch.</summary>
    public IReadOnlyList<int> BatchSizes => _batchSizes;

    /// <summary>Writes the views of the inputs, fills up with black, and gives the tensor of the next size.</summary>
    public OrtValue Fill(IReadOnlyList<byte[]> inputs)
    {
        var index = Array.FindIndex(_batchSizes, size => size >= inputs.Count);
        if (index < 0 || inputs.Count == 0)
        {
            throw new ArgumentException($"A batch holds 1 to {BatchSizes[^1]} inputs, not {inputs.Count}.", nameof(inputs));
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length * _views != _stride)
            {
                throw new ArgumentException(
                    $"Input {i} has {inputs[i].Length} bytes; the network takes {_stride / _views}.", nameof(inputs));
            }

            Orientations.WriteFirst(inputs[i], _size, _views, _pixels.AsSpan(i * _stride, _stride));
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

    private static int[] PaddedSizes(int maxImages)
    {
        var sizes = new List<int>();
        for (var size = 1; size < maxImages; size *= 2)
        {
            sizes.Add(size);
        }

        sizes.Add(maxImages);
        return [.. sizes];
    }
}
