using Lesion.Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Tests.Catalog;

public sealed class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CatalogDatabase.Sqlite)]
    [InlineData(CatalogDatabase.Postgres)]
    public async Task The_migrations_make_the_tables_of_the_model(CatalogDatabase database)
    {
        await using var catalog = await EmptyCatalog.CreateAsync(database);
        await using var rows = await catalog.OpenAsync();

        rows.Database.HasPendingModelChanges().ShouldBeFalse(
            $"The model has changed: add a migration for {rows.GetType().Name}, as services/Gateway/README.md says.");
        (await rows.Database.GetPendingMigrationsAsync(Cancellation)).ShouldBeEmpty();
        (await rows.Database.GetAppliedMigrationsAsync(Cancellation)).ShouldNotBeEmpty();
        (await catalog.ImageAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gateways_that_start_at_once_make_one_database()
    {
        using var home = new CatalogHome(CatalogDatabase.Postgres);

        var catalogs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => EmptyCatalog.OfAsync(home))));

        foreach (var catalog in catalogs)
        {
            (await catalog.Schema.ReadStateAsync(Cancellation)).Generation.ShouldBe(0);
            await catalog.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_that_a_newer_build_has_changed_is_refused_and_left_alone()
    {
        using var home = new CatalogHome(CatalogDatabase.Postgres);
        await using (var newer = await EmptyCatalog.OfAsync(home))
        {
            await using var rows = await newer.OpenAsync();
            await rows.Database.ExecuteSqlRawAsync(
                "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Later', '99.0.0')", Cancellation);
        }

        (await Should.ThrowAsync<InvalidDataException>(() => EmptyCatalog.OfAsync(home)))
            .Message.ShouldContain("99990101000000_Later");
    }
}
