using System.Diagnostics;
using Lesion.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Native;

[Collection("torch")]
public sealed class NativeMemoryTests
{
    [Fact]
    public void What_was_freed_between_what_is_in_use_is_given_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system's allocator does as it likes.");
        // Each is small enough to come from the heap, which cannot shrink while the last is in use.
        var tensors = Enumerable.Range(0, 3000).Select(_ => ones(16_000)).ToList();
        using var last = tensors[^1];
        tensors[..^1].ForEach(tensor => tensor.Dispose());
        var before = Resident();

        NativeMemory.GiveBack().ShouldBeTrue();

        (before - Resident()).ShouldBeGreaterThan(100_000_000);
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
