using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Inference;

/// <summary>Reads a model file from disk.</summary>
internal static class ModelFile
{
    private const string FileName = "model.onnx";
    private const string ManifestName = "manifest.json";

    /// <summary>The bytes of a model, and what the manifest beside it says that it is; null where there is none.</summary>
    public static (byte[] Bytes, ServedModel? Served) Read(string path)
    {
        if (Directory.Exists(path))
        {
            path = Path.Combine(path, FileName);
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, $"{exception.Message} Give the path of a model.onnx that 'lesion train' wrote.", exception);
        }

        return (bytes, CheckManifest(path, bytes));
    }

    public static void CheckHash(string name, ReadOnlySpan<byte> bytes, string expected)
    {
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelLoadException(
                name,
                $"its SHA-256 is {actual}, the manifest says {expected}: it was cut off or altered after it was made. Restore it from a copy, or train again.");
        }
    }

    private static ServedModel? CheckManifest(string path, byte[] bytes)
    {
        var manifestPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ManifestName);
        if (Path.GetFileName(path) != FileName || !File.Exists(manifestPath))
        {
            return null;
        }

        ModelManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(manifestPath), LesionJson.Options)
                ?? throw new JsonException("it holds null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(
                path, $"'{manifestPath}' beside it cannot be read ({exception.Message}). Restore it, or move the model away from it.", exception);
        }

        CheckHash(path, bytes, manifest.Sha256);
        return new ServedModel { Name = manifest.Name, Version = manifest.Version };
    }
}
