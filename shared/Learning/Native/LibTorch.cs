using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lesion.Learning.Native;

/// <summary>
/// Makes TorchSharp's native library load on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
/// It asks for symbol version GLIBCXX_3.4.32 though it needs nothing of it: <c>_ZSt21ios_base_library_initv</c> is
/// imported and never relocated. Where the library does not load as it is, a copy that asks weakly is loaded in its place.
/// </summary>
public static class LibTorch
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
        // Elsewhere, and where the library is not beside the application, TorchSharp finds it or says what is missing.
        if (!OperatingSystem.IsLinux() || FindFolder() is not { } folder)
            return false;
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

    private static string? FindFolder() =>
        new[] { AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native") }
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, LibraryName)));
}
