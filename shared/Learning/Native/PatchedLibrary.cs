using System.Security.Cryptography;

namespace Lesion.Learning.Native;

/// <summary>
/// Keeps a patched library on disk, since only a file can be loaded: beside the original, or in the user's cache where
/// the application's folder is read-only. Any number of processes may do so at once.
/// </summary>
internal static class PatchedLibrary
{
    /// <returns>The path of a file with exactly these bytes.</returns>
    /// <exception cref="DllNotFoundException">No folder takes the file.</exception>
    public static string Place(byte[] library, string preferredFolder)
    {
        var name = $"libLibTorchSharp.{Convert.ToHexStringLower(SHA256.HashData(library).AsSpan(0, 6))}.so";
        var cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "lesion", "native");
        var refusals = new List<string>();
        foreach (var path in new[] { Path.Combine(preferredFolder, name), Path.Combine(cache, name) })
        {
            try
            {
                if (!Holds(path, library))
                    Write(path, library);
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refusals.Add(e.Message);
            }
        }
        throw new DllNotFoundException(
            "This system's libstdc++ is older than TorchSharp's native library asks for, and a copy that loads could not be "
            + $"written: {string.Join(' ', refusals)} Make one of these folders writable, or set XDG_DATA_HOME to one that is.");
    }

    private static bool Holds(string path, byte[] library) =>
        File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(library);

    /// <summary>Under a private name first: no process ever sees half a library.</summary>
    private static void Write(string path, byte[] library)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(unfinished, library);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
