using Lesion.Imaging;
using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Images;

/// <summary>
/// Gives the pixels of images by their numbers. Where all of them fit into the limit each is read once, when it is first
/// asked for, and kept as uint8 on the device; else it is read each time. Either way the images that come next are read
/// while the present ones are trained on.
/// </summary>
internal sealed class PixelStore : IAsyncDisposable
{
    private readonly NetworkInputRecipe _input;
    private readonly Device _device;
    private readonly PixelSource _source;
    private readonly CancellationTokenSource _abandon = new();
    private readonly Tensor? _kept;
    private readonly bool[] _present;
    private (IReadOnlyList<int> Images, Task<IReadOnlyList<byte[]>> Pixels)? _ahead;

    /// <param name="count">How many images there are.</param>
    /// <param name="input">Says how large each is.</param>
    /// <param name="byteLimit">Of what is kept on the device.</param>
    public PixelStore(int count, NetworkInputRecipe input, PixelSource source, Device device, long byteLimit)
    {
        (_input, _source, _device) = (input, source, device);
        _present = new bool[count];
        var shape = PixelTensor.Shape(count, input);
        if (shape.Aggregate((total, side) => total * side) <= byteLimit)
            _kept = empty(shape, ScalarType.Byte, device).DetachFromDisposeScope();
    }

    /// <summary>Every image is kept once it was read.</summary>
    public bool KeepsAll => _kept is not null;

    /// <param name="images">By number; in the result's order.</param>
    /// <param name="next">What will be asked for next: it is read meanwhile.</param>
    /// <returns>uint8 [N, C, S, S, 3] on the device; the caller's dispose scope owns it.</returns>
    public async Task<Tensor> TakeAsync(
        IReadOnlyList<int> images, IReadOnlyList<int>? next, CancellationToken cancellationToken)
    {
        var missing = Missing(images);
        var read = missing.Count == 0 ? [] : await ReadAsync(missing, cancellationToken);
        Keep(missing, read);
        ReadAhead(next);
        if (_kept is null)
            return OnDevice(read);
        using var numbers = NativeTensor.Of(images.Select(image => (long)image).ToArray(), _device);
        return _kept.index_select(0, numbers);
    }

    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync();
        if (_ahead is { } ahead)
            await ((Task)ahead.Pixels).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandon.Dispose();
        _kept?.Dispose();
    }

    private List<int> Missing(IReadOnlyList<int> images) =>
        _kept is null ? [.. images] : [.. images.Where(image => !_present[image]).Distinct()];

    private void Keep(List<int> images, IReadOnlyList<byte[]> pixels)
    {
        if (_kept is null || images.Count == 0)
            return;
        using var scope = NewDisposeScope();
        _kept.index_copy_(0, NativeTensor.Of(images.Select(image => (long)image).ToArray(), _device), OnDevice(pixels));
        foreach (var image in images)
            _present[image] = true;
    }

    private void ReadAhead(IReadOnlyList<int>? next)
    {
        if (next is null || Missing(next) is not { Count: > 0 } missing)
            return;
        _ahead = (missing, Task.Run(() => _source(missing, _abandon.Token), CancellationToken.None));
    }

    private async Task<IReadOnlyList<byte[]>> ReadAsync(List<int> images, CancellationToken cancellationToken)
    {
        var ahead = _ahead;
        _ahead = null;
        return ahead is { } read && read.Images.SequenceEqual(images)
            ? await read.Pixels.WaitAsync(cancellationToken)
            : await _source(images, cancellationToken);
    }

    private Tensor OnDevice(IReadOnlyList<byte[]> images)
    {
        using var pixels = PixelTensor.Of(images, _input);
        return pixels.to(_device);
    }
}
