using Lesion.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>
/// One buffer for all runs, seen as a tensor <c>uint8 [N * R, S, S, 3]</c> for each of a few numbers N of images. An image
/// takes R rows, one after another: the first orientations of each of the pictures that its input holds.
/// </summary>
internal sealed class InputBuffer : IDisposable
{
    private readonly byte[] _pixels;
    private readonly int _size;
    private readonly int _orientations;
    private readonly int _stride;
    private readonly OrtValue[] _tensors;
    private readonly int[] _batchSizes;

    public InputBuffer(NetworkInputRecipe input, int orientations, int maxImages)
    {
        (_size, _orientations) = (input.Size, orientations);
        var rows = input.Crops * orientations;
        _stride = rows * _size * _size * RgbImage.Channels;
        _pixels = GC.AllocateArray<byte>(_stride * maxImages, pinned: true);
        _batchSizes = PaddedSizes(maxImages);
        _tensors = [.. BatchSizes.Select(n => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _pixels.AsMemory(0, n * _stride), [n * rows, _size, _size, RgbImage.Channels]))];
    }

    /// <summary>Images: the powers of two below the largest batch, and the largest batch.</summary>
    public IReadOnlyList<int> BatchSizes => _batchSizes;

    /// <summary>Writes the views of the inputs, fills up with black, and gives the tensor of the next size.</summary>
    public OrtValue Fill(IReadOnlyList<byte[]> inputs)
    {
        var index = IndexOf(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length * _orientations != _stride)
            {
                throw new ArgumentException(
                    $"Input {i} has {inputs[i].Length} bytes; the network takes {_stride / _orientations}.", nameof(inputs));
            }

            NetworkInput.WriteRows(inputs[i], _size, _orientations, _pixels.AsSpan(i * _stride, _stride));
        }

        return Pad(inputs.Count, index);
    }

    /// <summary>Takes images that lie in their rows already, fills up with black, and gives the tensor of the next size.</summary>
    public OrtValue FillRows(ReadOnlySpan<byte> rows, int count)
    {
        var index = IndexOf(count);
        if (rows.Length != count * _stride)
        {
            throw new ArgumentException($"{count} inputs have {rows.Length} bytes; the network takes {count * _stride}.", nameof(rows));
        }

        rows.CopyTo(_pixels);
        return Pad(count, index);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The next of <see cref="BatchSizes"/>.</summary>
    private int IndexOf(int count)
    {
        var index = Array.FindIndex(_batchSizes, size => size >= count);
        return index >= 0 && count > 0
            ? index
            : throw new ArgumentException($"A batch holds 1 to {BatchSizes[^1]} inputs, not {count}.", nameof(count));
    }

    private OrtValue Pad(int count, int index)
    {
        _pixels.AsSpan(count * _stride, (BatchSizes[index] - count) * _stride).Clear();
        return _tensors[index];
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
