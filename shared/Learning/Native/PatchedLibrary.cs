using System.Security.Cryptography;

namespace Lesion.Learning.Native;

/// <summary>
/// Keeps a patched library on disk, since only a file can be loaded. Any number of processes may do so at once.
/// </summary>
internal static class PatchedLibrary
{
    /// <param name="library">The file's bytes.</param>
    /// <param name="folders">Where it may lie, the best first.</param>
    /// <returns>The path of a file with exactly these bytes.</returns>
    /// <exception cref="DllNotFoundException">No folder takes the file.</exception>
    public static string Place(byte[] library, IEnumerable<string> folders)
    {
        var name = $"libLibTorchSharp.{Convert.ToHexStringLower(SHA256.HashData(library).AsSpan(0, 6))}.so";
        var refusals = new List<string>();
        foreach (var path in folders.Select(folder => Path.Combine(folder, name)))
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
