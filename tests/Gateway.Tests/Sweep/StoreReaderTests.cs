using Lesion.Gateway.Catalog;
using Lesion.Gateway.Sweep;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lesion.Gateway.Tests.Sweep;

public sealed class StoreReaderTests : IDisposable
{
    private const int Objects = 2500;

    private readonly CatalogHome _home = new(CatalogDatabase.Sqlite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_outage_a_listing_goes_on_after_the_last_page_and_then_begins_anew()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        for (var i = 0; i < Objects; i++)
            await host.Store.PutBytesAsync(Buckets.Images, $"some/{i:d4}", default, cancellationToken: Cancellation);
        var store = new CountingStore(host.Store) { ListingsLeft = 1500 };
        var reader = new StoreReader(
            store, host.Services.GetRequiredService<IDbContextFactory<CatalogContext>>(), NullLogger<StoreReader>.Instance);

        await Should.ThrowAsync<StoreUnavailableException>(() => ReadAsync(reader));
        store.ListingsLeft = null;

        (await ReadAsync(reader)).ShouldBe(Enumerable.Range(1000, Objects - 1000).Select(i => $"some/{i:d4}"));
        (await ReadAsync(reader)).Count.ShouldBe(Objects);
        store.Reads.ShouldBe([]);
    }

    public void Dispose() => _home.Dispose();

    private static async Task<List<string>> ReadAsync(StoreReader reader)
    {
        List<string> seen = [];
        await reader.ReadUnknownAsync(
            Buckets.Images,
            "some/",
            _ => true,
            (_, page) =>
            {
                seen.AddRange(page.Select(row => row.Key));
                return Task.FromResult<IEnumerable<ObjectListing>>([]);
            },
            (_, _) => throw new InvalidOperationException("Everything is known."),
            Cancellation);
        return seen;
    }
}
