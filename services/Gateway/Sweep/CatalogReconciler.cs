using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Sweep;

/// <summary>Makes the catalog know what the object store holds.</summary>
internal sealed class CatalogReconciler(ImagesReconciler images, RegistryReconciler registry, CatalogSchema schema)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await images.RunAsync(cancellationToken);
        await registry.RunAsync(cancellationToken);
    }

    /// <summary>Throws the catalog away and makes it anew. Nothing else may run on it meanwhile.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await schema.RemakeAsync(cancellationToken);
        await RunAsync(cancellationToken);
        await schema.MarkCompleteAsync(cancellationToken);
    }
}
