using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Promotions;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Gateway.Projection;

/// <summary>Lists the version, then weighs it against the champion.</summary>
internal sealed class ModelPublishedConsumer(CatalogWriter catalog, IObjectStore store, Promoter promoter)
    : IConsumer<ModelPublished>
{
    public async Task Consume(ConsumeContext<ModelPublished> context)
    {
        var at = context.Message.Manifest;
        var manifest = await store.GetJsonAsync<ModelManifest>(at.Bucket, at.Key, context.CancellationToken)
            ?? throw new InvalidDataException(
                $"Version {context.Message.Version} was published without its manifest '{at.Bucket}/{at.Key}'.");
        await catalog.WriteAsync(rows => ModelProjection.ApplyAsync(rows, manifest), context.CancellationToken);
        await promoter.WeighAsync(manifest, context.CancellationToken);
    }
}
