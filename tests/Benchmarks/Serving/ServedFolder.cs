using System.Globalization;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Storage.Folders;
using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>A state folder in which a model that <c>lesion train</c> wrote lies as version 1, the champion, and again as version 2.</summary>
internal sealed class ServedFolder : IDisposable
{
    public const int Versions = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-serving-");

    private readonly FolderObjectStore _store;

    private ServedFolder() => _store = new FolderObjectStore(System.IO.Path.Combine(Path, "objects"), TimeProvider.System);

    /// <summary>For <c>Lesion:Data</c>.</summary>
    public string Path => _folder.FullName;

    /// <param name="model">A <c>model.onnx</c> with its <c>manifest.json</c> beside it.</param>
    public static async Task<ServedFolder> CreateAsync(FileInfo model, CancellationToken cancellationToken)
    {
        var folder = new ServedFolder();
        var written = model.DirectoryName!;
        var manifest = JsonSerializer.Deserialize<ModelManifest>(await ReadAsync("manifest.json"), LesionJson.Options)!;
        for (var version = 1; version <= Versions; version++)
        {
            await folder._store.PutBytesAsync(
                Buckets.Models, Keys.ModelFile(manifest.Name, version), await ReadAsync(model.Name), cancellationToken: cancellationToken);
            foreach (var golden in manifest.Golden)
                await folder._store.PutBytesAsync(
                    Buckets.Models, Keys.Model(version, golden.File), await ReadAsync(golden.File), cancellationToken: cancellationToken);
            await folder._store.PutJsonAsync(
                Buckets.Models, Keys.ModelManifest(version), manifest with { Version = version }, cancellationToken: cancellationToken);
        }

        await folder.PromoteAsync(1, cancellationToken);
        return folder;

        Task<byte[]> ReadAsync(string file) => File.ReadAllBytesAsync(System.IO.Path.Combine(written, file), cancellationToken);
    }

    /// <summary>Names the champion; a server sees it at its next sweep.</summary>
    public Task PromoteAsync(int version, CancellationToken cancellationToken)
    {
        var promotion = new Promotion
        {
            Alias = "champion",
            Version = version,
            Promoted = true,
            By = "benchmark",
            Reason = "To be measured.",
            At = TimeProvider.System.GetUtcNow(),
        };
        return _store.PutJsonAsync(Buckets.Models, Keys.Alias("champion"), promotion, cancellationToken: cancellationToken);
    }

    /// <summary>Inference as a process of its own on this folder, ready, and without a memory of answers.</summary>
    /// <param name="options">Of <c>Lesion:Inference</c>, in place of their defaults.</param>
    public async Task<ServiceProcess> ServeAsync(CancellationToken cancellationToken, params (string Name, int Value)[] options)
    {
        var settings = new Dictionary<string, string>
        {
            ["Lesion__Data"] = Path,
            ["Lesion__Inference__CacheEntries"] = "0",
            ["Lesion__Inference__SweepInterval"] = "00:00:01",
        };
        foreach (var (name, value) in options)
            settings[$"Lesion__Inference__{name}"] = value.ToString(CultureInfo.InvariantCulture);
        var server = new ServiceProcess(Service.Inference, settings);
        server.Start();
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
