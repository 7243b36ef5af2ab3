using Lesion.Learning.Native;

namespace Lesion.Learning.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public void Weakening_changes_one_flag_and_nothing_else()
    {
        Assert.SkipUnless(File.Exists(Library), $"{Library} is absent: the tests were built for another system.");
        var before = File.ReadAllBytes(Library);
        var after = before.ToArray();

        ElfVersionNeeds.Weaken(after, "GLIBCXX_3.4.32").ShouldBeTrue();

        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToList();
        changed.Count.ShouldBe(1);
        (before[changed[0]], after[changed[0]]).ShouldBe(((byte)0, (byte)2));
    }

    [Fact]
    public void A_version_that_is_not_needed_changes_nothing()
    {
        Assert.SkipUnless(File.Exists(Library), $"{Library} is absent: the tests were built for another system.");
        var bytes = File.ReadAllBytes(Library);

        ElfVersionNeeds.Weaken(bytes, "GLIBCXX_9.9.99").ShouldBeFalse();

        bytes.ShouldBe(File.ReadAllBytes(Library));
    }

    [Fact]
    public void What_is_no_library_is_refused()
    {
        Should.Throw<InvalidDataException>(() => ElfVersionNeeds.Weaken("#!/bin/sh"u8.ToArray(), "GLIBCXX_3.4.32"));
        byte[] cut = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, .. new byte[58]];
        cut[0x29] = 0xff; // the section table lies beyond the end
        cut[0x3c] = 1;
        Should.Throw<InvalidDataException>(() => ElfVersionNeeds.Weaken(cut, "GLIBCXX_3.4.32"));
    }
}
