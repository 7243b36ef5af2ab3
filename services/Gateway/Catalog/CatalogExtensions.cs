using Lesion.Gateway.Catalog.Postgres;
using Lesion.Gateway.Catalog.Sqlite;
using Lesion.ServiceDefaults;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Catalog;

internal static class CatalogExtensions
{
    private const int BusyTimeoutSeconds = 30;

    /// <summary>The catalog on PostgreSQL where <c>Lesion:Catalog</c> is set, on SQLite in the state folder otherwise.</summary>
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<LesionOptions>, CatalogOptionsValidation>();
        services.AddDbContextFactory<SqliteCatalog>((provider, options) => options.UseSqlite(
            SqliteConnectionString(OptionsOf(provider)),
            sqlite => sqlite.ExecutionStrategy(dependencies => new CatalogExecutionStrategy(dependencies))));
        services.AddDbContextFactory<PostgresCatalog>((provider, options) => options.UseNpgsql(
            OptionsOf(provider).Catalog,
            postgres => postgres.ExecutionStrategy(dependencies => new CatalogExecutionStrategy(dependencies))));
        services.AddSingleton<IDbContextFactory<CatalogContext>>(provider =>
            string.IsNullOrEmpty(OptionsOf(provider).Catalog)
                ? ActivatorUtilities.CreateInstance<CatalogFactory<SqliteCatalog>>(provider)
                : ActivatorUtilities.CreateInstance<CatalogFactory<PostgresCatalog>>(provider));
        services.AddSingleton<CatalogWriter>();
        services.AddSingleton<CatalogSchema>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogSchema>());
        services.AddHealthChecks().AddCheck<CatalogHealthCheck>("catalog");
    }

    private static LesionOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<LesionOptions>>().Value;

    private static string SqliteConnectionString(LesionOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(Path.GetFullPath(options.Data), "catalog.db"),
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();
}
