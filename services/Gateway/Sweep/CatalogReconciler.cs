using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Sweep;

/// <summary>Makes the catalog know what the object store holds.</summary>
internal sealed class CatalogReconciler(ImagesReconciler images, RegistryReconciler registry, StoreReader reader, CatalogSchema schema)
    : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private long? _generation;

    /// <summary>Learns what the catalog does not know, after which it is complete.</summary>
    /// <returns>How many objects it learnt of.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var before = reader.Learnt;
            var generation = (await schema.ReadStateAsync(cancellationToken)).Generation;
            if (generation != _generation)
                reader.Forget();
            _generation = generation;
            await images.RunAsync(cancellationToken);
            await registry.RunAsync(cancellationToken);
            await schema.MarkCompleteAsync(generation, cancellationToken);
            return reader.Learnt - before;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Throws the catalog away and makes it anew. Gateways may run meanwhile: trainings wait for its end.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await schema.EmptyAsync(cancellationToken);
        await RunAsync(cancellationToken);
    }

    public void Dispose() => _oneAtATime.Dispose();
}
