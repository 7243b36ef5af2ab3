using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lesion.Learning.Native;

/// <summary>
/// Makes TorchSharp's native library load on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
/// It asks for symbol version GLIBCXX_3.4.32 though it needs nothing of it: <c>_ZSt21ios_base_library_initv</c> is
/// imported and never relocated. Where the library does not load as it is, a copy that asks weakly is loaded in its place.
/// </summary>
public static partial class LibTorch
{
    private const string LibraryName = "libLibTorchSharp.so";
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    private static readonly Lazy<bool> Loaded = new(LoadOnce);

    /// <summary>
    /// Runs by itself when anything in this assembly is first used. Code that uses torch before that calls it first; once
    /// done, it does nothing.
    /// </summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded; the message says why.</exception>
    [ModuleInitializer]
    public static void Load() => _ = Loaded.Value;

    /// <summary>For where the application's folder is read-only.</summary>
    private static string CacheFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "lesion", "native");

    private static bool LoadOnce()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        // libtorch's threads wait for one another by spinning, for long, unless told otherwise before it is loaded. With no
        // core to spare that costs most of the speed: 7 images/s instead of 20 were seen on two busy cores. Sleeping at once
        // costs a tenth of it where the cores are idle, since most waits are shorter than falling asleep and waking up. So:
        // a short spin, then sleep. Whoever sets either variable has it his way.
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            _ = SetEnvironmentVariable("GOMP_SPINCOUNT", "5000", overwrite: 0);
        if (FindFolder() is not { } folder)
            return false; // TorchSharp finds it elsewhere, or says what is missing
        var library = Path.Combine(folder, LibraryName);
        if (NativeLibrary.TryLoad(library, out _))
            return true;

        var bytes = File.ReadAllBytes(library);
        if (ElfVersionNeeds.Weaken(bytes, UnusedVersion))
        {
            // Loaded first, so that the copy finds it wherever the copy lies.
            NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
            NativeLibrary.Load(PatchedLibrary.Place(bytes, [folder, CacheFolder]));
        }
        else
        {
            NativeLibrary.Load(library); // throws with the loader's own reason
        }
        return true;
    }

    /// <summary>The environment that native code reads; the runtime's own is a copy.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);

    private static string? FindFolder() =>
        new[] { AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native") }
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, LibraryName)));
}
