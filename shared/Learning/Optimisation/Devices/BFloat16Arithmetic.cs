using System.Runtime.Intrinsics.X86;

namespace Lesion.Learning.Optimisation.Devices;

/// <summary>Whether processors have instructions that multiply bfloat16 numbers; without them it is slower than float32.</summary>
internal static class BFloat16Arithmetic
{
    /// <summary>
    /// Whether this machine's processor has AVX512_BF16: leaf 7, sub-leaf 1, EAX bit 5 of CPUID (Intel, "Architecture
    /// instruction set extensions programming reference"); oneDNN, which computes libtorch's convolutions, uses it.
    /// </summary>
    public static bool IsInProcessor { get; } =
        X86Base.IsSupported && Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7
        && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
}
