using System.Runtime.InteropServices;

namespace Lesion.Inference.Batching;

/// <summary>Keeps threads to processors, on Linux.</summary>
internal static partial class Processors
{
    private const int BitsPerWord = 64;
    private const int Words = 1024 / BitsPerWord;

    /// <summary>The processors that this process may use, in order; on other systems as many as there are.</summary>
    public static int[] Allowed()
    {
        var mask = new ulong[Words];
        return OperatingSystem.IsLinux() && GetAffinity(0, sizeof(ulong) * Words, mask) >= 0
            ? [.. Enumerable.Range(0, Words * BitsPerWord).Where(processor => (mask[processor / BitsPerWord] >> (processor % BitsPerWord) & 1) != 0)]
            : [.. Enumerable.Range(0, Environment.ProcessorCount)];
    }

    /// <summary>Keeps the calling thread to one processor; false where it cannot be.</summary>
    public static bool TryPin(int processor)
    {
        if (!OperatingSystem.IsLinux() || processor >= Words * BitsPerWord)
        {
            return false;
        }

        var mask = new ulong[Words];
        mask[processor / BitsPerWord] = 1UL << (processor % BitsPerWord);
        return SetAffinity(0, sizeof(ulong) * Words, mask) == 0;
    }

    // Thread 0 is the calling one. glibc's wrapper of getaffinity gives 0, the system call the bytes it wrote.
    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nint size, [Out] ulong[] mask);
}
