using System.Globalization;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Storage.Folders;
using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>A state folder in which a model that <c>lesion train</c> wrote is version 1 and the champion.</summary>
internal sealed class ServedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lesion-serving-");

    /// <summary>For <c>Lesion:Data</c>.</summary>
    public string Path => _folder.FullName;

    /// <param name="model">A <c>model.onnx</c> with its <c>manifest.json</c> beside it.</param>
    public static async Task<ServedFolder> CreateAsync(FileInfo model, CancellationToken cancellationToken)
    {
        var folder = new ServedFolder();
        var store = new FolderObjectStore(System.IO.Path.Combine(folder.Path, "objects"), TimeProvider.System);
        var beside = await File.ReadAllBytesAsync(System.IO.Path.Combine(model.DirectoryName!, "manifest.json"), cancellationToken);
        // The command line publishes nothing: no number, and no golden images to prove a version by.
        var manifest = JsonSerializer.Deserialize<ModelManifest>(beside, LesionJson.Options)! with { Version = 1, Golden = [] };
        await store.PutBytesAsync(
            Buckets.Models, Keys.ModelFile(manifest.Name, 1), await File.ReadAllBytesAsync(model.FullName, cancellationToken), cancellationToken: cancellationToken);
        await store.PutJsonAsync(Buckets.Models, Keys.ModelManifest(1), manifest, cancellationToken: cancellationToken);
        var promotion = new Promotion
        {
            Alias = "champion",
            Version = 1,
            Promoted = true,
            By = "benchmark",
            Reason = "To be measured.",
            At = TimeProvider.System.GetUtcNow(),
        };
        await store.PutJsonAsync(Buckets.Models, Keys.Alias("champion"), promotion, cancellationToken: cancellationToken);
        return folder;
    }

    /// <summary>Inference as a process of its own on this folder, ready, and without a memory of answers.</summary>
    public async Task<ServiceProcess> ServeAsync(int maxRows, CancellationToken cancellationToken)
    {
        var server = new ServiceProcess(Service.Inference, new Dictionary<string, string>
        {
            ["Lesion__Data"] = Path,
            ["Lesion__Inference__MaxBatchSize"] = maxRows.ToString(CultureInfo.InvariantCulture),
            ["Lesion__Inference__CacheEntries"] = "0",
        });
        server.Start();
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
