using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lesion.Testing;

/// <summary>Signals that .NET cannot send by itself; their numbers are Linux's.</summary>
internal static partial class UnixSignal
{
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <exception cref="Win32Exception">There is no such process, or it is not ours.</exception>
    public static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
