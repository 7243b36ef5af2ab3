using Npgsql;

namespace Lesion.Testing;

/// <summary>An empty database of the real PostgreSQL for one test class; it goes with it, whoever is still connected.</summary>
public sealed class PrivateDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private PrivateDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>As <c>Lesion:Catalog</c> takes it.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes one; skips the test where there is no PostgreSQL.</summary>
    public static async Task<PrivateDatabase> CreateAsync()
    {
        var database = new PrivateDatabase(RealServers.Catalog, $"test_{Guid.NewGuid():N}");
        await database.OrderAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await OrderAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private async Task OrderAsync(string order)
    {
        await using var source = NpgsqlDataSource.Create(_server);
        await using var command = source.CreateCommand(order);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
