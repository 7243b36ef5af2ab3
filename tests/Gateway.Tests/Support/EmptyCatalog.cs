using Lesion.Gateway.Catalog;
using Lesion.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Support;

/// <summary>A catalog by itself, empty at first.</summary>
internal sealed class EmptyCatalog : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private EmptyCatalog()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.Configure<LesionOptions>(options => options.Data = _folder.Path);
        services.AddCatalog();
        _services = services.BuildServiceProvider();
    }

    public CatalogWriter Writer => _services.GetRequiredService<CatalogWriter>();

    public static async Task<EmptyCatalog> CreateAsync()
    {
        var catalog = new EmptyCatalog();
        await catalog._services.GetRequiredService<CatalogSchema>().StartingAsync(TestContext.Current.CancellationToken);
        return catalog;
    }

    public Task<CatalogContext> OpenAsync() => _services
        .GetRequiredService<IDbContextFactory<CatalogContext>>()
        .CreateDbContextAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
