using Lesion.Storage;
using Lesion.Storage.Folders;
using Lesion.Storage.S3;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Store;

internal static class StoreExtensions
{
    /// <summary>The object store that the settings choose, made ready at the start; the health check <c>store</c> tells.</summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services)
    {
        services.TryAddSingleton(Open);
        services.AddSingleton<StoreStart>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreStart>());
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
        return services;
    }

    private static IObjectStore Open(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LesionOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        return options.Storage.Settings is { } settings
            ? new S3ObjectStore(settings, time)
            : new FolderObjectStore(options.ObjectsFolder, time);
    }
}
