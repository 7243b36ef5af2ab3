using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Native;

/// <summary>
/// torch's operations with numbers, named as they are with a capital letter, on tensors of floating-point numbers.
/// </summary>
/// <remarks>
/// TorchSharp's own turn a number into a <see cref="Scalar"/> that nothing refers to any more once native code has its address.
/// A garbage collection at that moment frees it before it is read: the result is wrong or the operation fails, once in some
/// hundred thousand. Its sums of tensors do the same, for what they add is multiplied by a scalar 1. Here every scalar lives
/// until its operation is done. What does not see to that is banned by BannedSymbols.TorchSharp.txt; only compound assignments,
/// such as <c>a += b</c>, escape the analyzer.
/// </remarks>
internal static class Arithmetic
{
    private static readonly Scalar One = 1L;

    /// <summary>0, 1, … float32 [<paramref name="count"/>].</summary>
    public static Tensor Arange(long count, Device? device = null)
    {
        using Scalar first = 0L, end = count, step = 1L;
        return arange(first, end, step, ScalarType.Float32, device);
    }

    /// <summary>x + y.</summary>
    public static Tensor Add(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + number.</summary>
    public static Tensor Add(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add(scalar, One);
    }

    /// <summary>x ← x + y.</summary>
    public static Tensor Add_(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + number.</summary>
    public static Tensor Add_(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add_(scalar, One);
    }

    /// <summary>x ← x + factor · y.</summary>
    public static Tensor Add_(this Tensor x, Tensor y, double factor)
    {
        using Scalar scalar = factor;
        return x.add_(y, scalar);
    }

    /// <summary>x ← x + factor · y · z.</summary>
    public static Tensor Addcmul_(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using Scalar scalar = factor;
        return x.addcmul_(y, z, scalar);
    }

    /// <summary>x ← x + factor · y / z.</summary>
    public static Tensor Addcdiv_(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using Scalar scalar = factor;
        return x.addcdiv_(y, z, scalar);
    }

    /// <summary>x - number.</summary>
    public static Tensor Sub(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.sub(scalar);
    }

    /// <summary>number - x.</summary>
    public static Tensor SubFrom(this Tensor x, double number)
    {
        using var negative = x.neg();
        return negative.Add(number);
    }

    /// <summary>x · number.</summary>
    public static Tensor Mul(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.mul(scalar);
    }

    /// <summary>x ← x · number.</summary>
    public static Tensor Mul_(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.mul_(scalar);
    }

    /// <summary>x / number.</summary>
    public static Tensor Div(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.div(scalar);
    }

    /// <summary>x².</summary>
    public static Tensor Square(this Tensor x) => x * x;

    /// <summary>x ← number.</summary>
    public static Tensor Fill_(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.fill_(scalar);
    }

    /// <summary>x, and what lies outside the limits moved to them; in place.</summary>
    public static Tensor Clamp_(this Tensor x, double min = double.NegativeInfinity, double max = double.PositiveInfinity)
    {
        using Scalar least = min, most = max;
        return x.clamp_(least, most);
    }

    /// <summary>Where x is less than the number.</summary>
    public static Tensor Lt(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.lt(scalar);
    }
}
