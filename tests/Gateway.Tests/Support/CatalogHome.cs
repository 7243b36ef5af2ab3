using Lesion.Testing;
using Npgsql;

namespace Lesion.Gateway.Tests.Support;

/// <summary>A state folder, and a database where the catalog is not in that folder; both are gone afterwards.</summary>
public sealed class CatalogHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NpgsqlConnectionStringBuilder? _connection;

    /// <summary>Skips the test where it wants a PostgreSQL and there is none.</summary>
    public CatalogHome(CatalogDatabase database)
    {
        if (database is CatalogDatabase.Postgres)
        {
            _connection = new NpgsqlConnectionStringBuilder(RealServers.Catalog) { Database = $"lesion_test_{Guid.NewGuid():N}" };
        }
    }

    public TemporaryFolder Folder => _folder;

    /// <summary>The setting <c>Lesion:Catalog</c>; null for SQLite.</summary>
    public string? ConnectionString => _connection?.ToString();

    /// <summary>Runs a statement on the server, not in the catalog's own database, whose name <c>{0}</c> stands for.</summary>
    public void Administer(string statement)
    {
        using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_connection!.ToString()) { Database = "postgres", Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Format(null, statement, _connection.Database);
        command.ExecuteNonQuery();
    }

    /// <summary>Ends every session, and lets nobody in until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        Administer("ALTER DATABASE {0} ALLOW_CONNECTIONS false");
        Administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
    }

    public void ComeBack() => Administer("ALTER DATABASE {0} ALLOW_CONNECTIONS true");

    public void Dispose()
    {
        if (_connection is not null)
        {
            Administer("DROP DATABASE IF EXISTS {0} WITH (FORCE)");
        }

        _folder.Dispose();
    }
}
