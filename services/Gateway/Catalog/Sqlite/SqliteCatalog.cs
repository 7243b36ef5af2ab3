using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Catalog.Sqlite;

/// <summary>The embedded catalog: a file in the state folder, which one process has at a time.</summary>
internal sealed class SqliteCatalog(DbContextOptions<SqliteCatalog> options, ILogger<SqliteCatalog> logger)
    : CatalogContext(options)
{
    /// <summary>A file that is damaged, or that another build has made, is thrown away: the first sweep fills it again.</summary>
    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Database.GetDbConnection().DataSource)!);
        if (await FindFaultAsync(cancellationToken) is { } fault)
        {
            SqliteCatalogLog.Remaking(logger, fault);
            await Database.EnsureDeletedAsync(cancellationToken);
        }

        await ApplyMigrationsAsync(cancellationToken);
    }

    /// <summary>A transaction of SQLite has its turn from the start.</summary>
    public override Task TakeWriteTurnAsync() => Task.CompletedTask;

    protected override string EmptyingOf(IEnumerable<string> tables) =>
        string.Concat(tables.Select(table => $"DELETE FROM {table};"));

    /// <summary>Why the file cannot be migrated; null where it can, or where there is none.</summary>
    private async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await Database.CanConnectAsync(cancellationToken))
            {
                return null;
            }

            var applied = await Database.GetAppliedMigrationsAsync(cancellationToken);
            if (applied.Except(Database.GetMigrations()).Any())
            {
                return "a newer build has made it";
            }

            // A process that died while it migrated leaves its mark there, for which the next would wait for ever.
            await Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            return applied.Any() || await IsEmptyAsync(cancellationToken) ? null : "an older build has made it";
        }
        catch (DbException exception)
        {
            return exception.Message;
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        await Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master").SingleAsync(cancellationToken) == 0;
}
