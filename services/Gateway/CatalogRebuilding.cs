using Lesion.Gateway.Catalog;
using Lesion.Gateway.Sweep;
using Lesion.Storage;

namespace Lesion.Gateway;

/// <summary>The catalog and what fills it from the object store, without the rest of a gateway.</summary>
public static class CatalogRebuilding
{
    /// <summary>Adds the catalog. An <see cref="IProgress{T}"/> of strings that was added is told the key of every object.</summary>
    public static void AddCatalogRebuilding(this IHostApplicationBuilder builder)
    {
        // Every query at level Information would drown all else.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);

        // The exception says it, to whoever can do something about it.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical);
        var services = builder.Services;
        services.AddCatalog();
        services.AddSingleton<StoreReader>();
        services.AddSingleton<ImagesReconciler>();
        services.AddSingleton<RegistryReconciler>();
        services.AddSingleton<CatalogReconciler>();
    }

    /// <summary>Empties the catalog and makes it anew from the object store. Gateways that share it may run meanwhile.</summary>
    /// <exception cref="UnavailableException">The database or the store is away.</exception>
    /// <exception cref="InvalidDataException">A newer build has changed the catalog's tables.</exception>
    public static async Task RebuildCatalogAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<CatalogSchema>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<CatalogReconciler>().RebuildAsync(cancellationToken);
    }
}
