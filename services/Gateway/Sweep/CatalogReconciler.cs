using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Sweep;

/// <summary>Makes the catalog know what the object store holds.</summary>
internal sealed class CatalogReconciler(ImagesReconciler images, RegistryReconciler registry, CatalogSchema schema)
{
    /// <summary>Learns what the catalog does not know, after which it is complete.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var generation = (await schema.ReadStateAsync(cancellationToken)).Generation;
        await images.RunAsync(cancellationToken);
        await registry.RunAsync(cancellationToken);
        await schema.MarkCompleteAsync(generation, cancellationToken);
    }

    /// <summary>Throws the catalog away and makes it anew. Gateways may run meanwhile: trainings wait for its end.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await schema.EmptyAsync(cancellationToken);
        await RunAsync(cancellationToken);
    }
}
