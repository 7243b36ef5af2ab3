using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Lesion.Gateway.Catalog.Postgres;

/// <summary>The deployed catalog, which any number of gateways share.</summary>
internal sealed class PostgresCatalog(DbContextOptions<PostgresCatalog> options) : CatalogContext(options)
{
    private const int MostRaces = 5;

    // "lesion" in ASCII. A writer that hangs in the middle of a transaction loses it after a minute, and the turn with it.
    private const string TakeWriteTurn =
        "SET LOCAL idle_in_transaction_session_timeout = '60s'; SELECT pg_advisory_xact_lock(119182732816238)";

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        for (var race = 1; ; race++)
        {
            try
            {
                await PrepareAsync(cancellationToken);
                await ApplyMigrationsAsync(cancellationToken);
                break;
            }
            catch (PostgresException exception) when (IsRace(exception) && race < MostRaces)
            {
                // Another gateway has just made the database or its table of migrations: go on with that.
            }
        }

        var unknown = (await Database.GetAppliedMigrationsAsync(cancellationToken)).Except(Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidDataException(
                $"A newer build has changed the catalog's tables ({string.Join(", ", unknown)}): run that build, or give this"
                + " one an empty database in 'Lesion:Catalog', which is filled from the object store.");
        }
    }

    public override Task TakeWriteTurnAsync() => Database.ExecuteSqlRawAsync(TakeWriteTurn);

    protected override string EmptyingOf(IEnumerable<string> tables) => $"TRUNCATE {string.Join(", ", tables)}";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Cursors need text in the order of its bytes, whatever the database's own collation.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    /// <summary>
    /// Entity Framework asks an empty database for its table of migrations, and the answer stands in the log as an error that
    /// is none: the table is made first, and the database before it.
    /// </summary>
    private Task PrepareAsync(CancellationToken cancellationToken) => Database.CreateExecutionStrategy().ExecuteAsync(
        async token =>
        {
            var creator = this.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(token))
                await creator.CreateAsync(token);
            await this.GetService<IHistoryRepository>().CreateIfNotExistsAsync(token);
        },
        cancellationToken);

    private static bool IsRace(PostgresException exception) => exception.SqlState is PostgresErrorCodes.UniqueViolation
        or PostgresErrorCodes.DuplicateDatabase
        or PostgresErrorCodes.DuplicateTable
        or PostgresErrorCodes.DuplicateObject
        or PostgresErrorCodes.ObjectInUse;
}
