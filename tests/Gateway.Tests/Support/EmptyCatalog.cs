using Lesion.Gateway.Catalog;
using Lesion.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Support;

/// <summary>A catalog by itself, empty at first.</summary>
internal sealed class EmptyCatalog : IAsyncDisposable
{
    private readonly CatalogHome? _ownHome;
    private readonly ServiceProvider _services;

    private EmptyCatalog(CatalogHome home, bool isOwn)
    {
        _ownHome = isOwn ? home : null;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.Configure<LesionOptions>(options =>
        {
            options.Data = home.Folder.Path;
            options.Catalog = home.ConnectionString;
        });
        services.AddCatalog();
        _services = services.BuildServiceProvider();
    }

    public CatalogWriter Writer => _services.GetRequiredService<CatalogWriter>();

    public CatalogSchema Schema => _services.GetRequiredService<CatalogSchema>();

    public IDbContextFactory<CatalogContext> Contexts => _services.GetRequiredService<IDbContextFactory<CatalogContext>>();

    public static Task<EmptyCatalog> CreateAsync(CatalogDatabase database = CatalogDatabase.Sqlite) =>
        MigratedAsync(new EmptyCatalog(new CatalogHome(database), isOwn: true));

    /// <summary>The catalog of a home, as another process opens it.</summary>
    public static Task<EmptyCatalog> OfAsync(CatalogHome home) => MigratedAsync(new EmptyCatalog(home, isOwn: false));

    public Task<CatalogContext> OpenAsync() => Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);

    public async Task<string> ImageAsync()
    {
        await using var rows = await OpenAsync();
        return await CatalogImage.TakeAsync(rows);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _ownHome?.Dispose();
    }

    private static async Task<EmptyCatalog> MigratedAsync(EmptyCatalog catalog)
    {
        await catalog.Schema.MigrateAsync(TestContext.Current.CancellationToken);
        return catalog;
    }
}
