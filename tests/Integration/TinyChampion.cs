using Lesion.Contracts;
using Lesion.Inference.Tests;
using Lesion.Storage;

namespace Lesion.Integration;

/// <summary>A network of a few numbers, published as version 1 and promoted, so that a test need not train.</summary>
internal static class TinyChampion
{
    public static async Task PublishAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        var tiny = new TinyModel();
        var bytes = tiny.Build();
        var manifest = Manifests.Of(bytes, tiny, version: 1);
        await store.PutBytesAsync(
            Buckets.Models, Keys.ModelFile(manifest.Name, manifest.Version), bytes, cancellationToken: cancellationToken);
        await store.PutJsonAsync(Buckets.Models, Keys.ModelManifest(manifest.Version), manifest, cancellationToken: cancellationToken);
        var promotion = new Promotion
        {
            Alias = "champion",
            Version = manifest.Version,
            Promoted = true,
            By = "test",
            Reason = "",
            At = DateTimeOffset.UnixEpoch,
        };
        await store.PutJsonAsync(Buckets.Models, Keys.Alias("champion"), promotion, cancellationToken: cancellationToken);
    }
}
