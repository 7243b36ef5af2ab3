using Lesion.ServiceDefaults;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Catalog;

internal static class CatalogExtensions
{
    private const int BusyTimeoutSeconds = 30;

    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddDbContextFactory<CatalogContext>((provider, options) =>
            options.UseSqlite(ConnectionString(provider.GetRequiredService<IOptions<LesionOptions>>().Value)));
        services.AddSingleton<CatalogWriter>();
        services.AddSingleton<CatalogSchema>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogSchema>());
        services.AddHealthChecks().AddCheck<CatalogHealthCheck>("catalog");
    }

    private static string ConnectionString(LesionOptions options)
    {
        var folder = Path.GetFullPath(options.Data);
        Directory.CreateDirectory(folder);
        return new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "catalog.db"),
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString();
    }
}
