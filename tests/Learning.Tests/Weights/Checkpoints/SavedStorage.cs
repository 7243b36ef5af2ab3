using System.Runtime.InteropServices;

namespace Lesion.Learning.Tests.Weights.Checkpoints;

/// <summary>A storage as a checkpoint has it.</summary>
internal sealed record SavedStorage(string Key, string Type, long Count, byte[] Bytes, string Module = "torch")
{
    /// <summary>The numbers 0, 1, 2, …, or those given.</summary>
    public static SavedStorage Floats(string key, params float[] values) =>
        new(key, "FloatStorage", values.Length, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static SavedStorage Longs(string key, params long[] values) =>
        new(key, "LongStorage", values.Length, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>What a tensor is made of.</summary>
    public object Id(object?[]? part = null, bool legacy = false) => new PickleWriter.Persistent(
        ["storage", new PickleWriter.Named(Module, Type), Key, "cpu", Count, .. legacy ? [part] : Array.Empty<object?>()]);

    /// <summary>A tensor of this storage, as PyTorch describes it.</summary>
    public object Tensor(long offset, long[] shape, long[] strides) => Tensor(Id(), offset, shape, strides);

    /// <summary>A tensor of one axis with all its numbers.</summary>
    public object Tensor() => Tensor(0, [Count], [1]);

    public static object Tensor(object id, long offset, long[] shape, long[] strides) => new PickleWriter.Call(
        "torch._utils",
        "_rebuild_tensor_v2",
        [id, offset, Tuple(shape), Tuple(strides), false, new PickleWriter.Call("collections", "OrderedDict", [])]);

    private static object?[] Tuple(long[] numbers) => [.. numbers.Select(number => (object?)number)];
}
