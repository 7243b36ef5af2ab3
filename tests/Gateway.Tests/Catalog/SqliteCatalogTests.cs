using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Tests.Catalog;

public sealed class SqliteCatalogTests : IDisposable
{
    private readonly CatalogHome _home = new(CatalogDatabase.Sqlite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabaseFile => Path.Combine(_home.Folder.Path, "catalog.db");

    [Theory]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"")]
    [InlineData("DROP TABLE \"__EFMigrationsHistory\"")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Later', '99.0.0')")]
    public async Task A_file_of_another_build_is_made_anew(string change)
    {
        await FillAsync();
        await ExecuteAsync(change);

        await using var again = await EmptyCatalog.OfAsync(_home);

        (await again.ImageAsync()).ShouldBeEmpty();
        (await again.Schema.ReadStateAsync(Cancellation)).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_file_is_made_anew()
    {
        await FillAsync();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(DatabaseFile, new string('x', 10_000), Cancellation);

        await using var again = await EmptyCatalog.OfAsync(_home);

        (await again.ImageAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_died_while_it_migrated_holds_nobody_up()
    {
        await FillAsync();
        await ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL);"
            + "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-02 03:04:05')");

        await using var again = await EmptyCatalog.OfAsync(_home).WaitAsync(GatewayHost.Limit, Cancellation);

        (await again.ImageAsync()).ShouldNotBeEmpty();
    }

    public void Dispose() => _home.Dispose();

    private async Task FillAsync()
    {
        await using var catalog = await EmptyCatalog.OfAsync(_home);
        await catalog.Writer.WriteAsync(
            rows => ImageProjection.ApplyAsync(rows, Samples.Prepared(Samples.Id("a"))), Cancellation);
        await catalog.Schema.MarkCompleteAsync(0, Cancellation);
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var catalog = await EmptyCatalog.OfAsync(_home);
        await using var rows = await catalog.OpenAsync();
        await rows.Database.ExecuteSqlRawAsync(statement, Cancellation);
    }
}
