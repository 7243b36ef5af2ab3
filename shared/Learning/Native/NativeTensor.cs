using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Native;

/// <summary>
/// Makes tensors of numbers in arrays, in torch's own memory. <c>torch.tensor</c> leaves them in managed memory, which is
/// aligned to 8 bytes: sums of products differ in their last bits with that, and so from run to run.
/// </summary>
internal static class NativeTensor
{
    /// <summary>[<c>values.Length</c>]; the caller's dispose scope owns it.</summary>
    public static Tensor Of<T>(ReadOnlySpan<T> values, Device? device = null)
        where T : unmanaged => Of(values, [values.Length], device);

    /// <param name="values">Row-major.</param>
    /// <returns>Of the shape; the caller's dispose scope owns it.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than the shape holds.</exception>
    public static Tensor Of<T>(ReadOnlySpan<T> values, long[] shape, Device? device = null)
        where T : unmanaged
    {
        using var onCpu = empty(shape, TypeOf<T>());
        if (onCpu.numel() != values.Length)
            throw new ArgumentException($"{values.Length} numbers do not fill the shape [{string.Join(", ", shape)}].", nameof(values));
        if (values.Length > 0)
            MemoryMarshal.AsBytes(values).CopyTo(onCpu.bytes);
        return onCpu.to(device ?? CPU);
    }

    private static ScalarType TypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        _ => throw new NotSupportedException($"No tensor is made of {typeof(T).Name}."),
    };
}
