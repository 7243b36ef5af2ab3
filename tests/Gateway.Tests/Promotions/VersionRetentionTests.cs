using Lesion.Contracts;
using Lesion.Gateway.Http;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Promotions;

public abstract class VersionRetentionTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_versions_are_marked_then_deleted_and_never_the_champion_or_the_one_before_it()
    {
        await using var host = await StartAsync(versions: 6, keep: "2");
        await PromoteAsync(host, 1);
        await PromoteAsync(host, 2);
        host.Time.Advance(TimeSpan.FromDays(100));

        await RunAsync(host);
        (await PublishedAsync(host)).ShouldBe([1, 2, 3, 4, 5, 6]);
        await Should.ThrowAsync<BadRequestException>(() => PromoteAsync(host, 3));
        host.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync(host);

        (await PublishedAsync(host)).ShouldBe([1, 2, 5, 6]);
        (await host.Store.ListAsync(Buckets.Models, Keys.Model(3, ""), cancellationToken: Cancellation)
            .Select(row => row.Key).ToListAsync(Cancellation)).ShouldBe([Keys.ModelRetired(3)]);
        (await host.Store.HeadAsync(Buckets.Models, Keys.ModelFile("lesion-2", 4), Cancellation)).ShouldBeNull();
        await using var catalog = await host.OpenCatalogAsync();
        catalog.Models.Select(model => model.Version).Order().ShouldBe([1, 2, 5, 6]);
    }

    [Fact]
    public async Task Without_the_setting_and_while_they_are_young_all_versions_stay()
    {
        await using var host = await StartAsync(versions: 3, keep: "1");
        await RunAsync(host);
        host.Time.Advance(TimeSpan.FromHours(2));
        await RunAsync(host);
        (await PublishedAsync(host)).ShouldBe([1, 2, 3]);

        await using var lavish = await GatewayHost.StartAsync(_home);
        lavish.Time.Advance(TimeSpan.FromDays(100));
        await RunAsync(lavish);
        lavish.Time.Advance(TimeSpan.FromHours(2));
        await RunAsync(lavish);
        (await PublishedAsync(lavish)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_mark_is_taken_back_when_the_settings_keep_the_version_after_all()
    {
        await using (var host = await StartAsync(versions: 4, keep: "1"))
        {
            host.Time.Advance(TimeSpan.FromDays(100));
            await RunAsync(host);
            (await host.Store.HeadAsync(Buckets.Models, Keys.ModelRetired(2), Cancellation)).ShouldNotBeNull();
        }

        await using var lavish = await GatewayHost.StartAsync(_home);
        await RunAsync(lavish);

        (await lavish.Store.HeadAsync(Buckets.Models, Keys.ModelRetired(2), Cancellation)).ShouldBeNull();
        (await PromoteAsync(lavish, 2))!.Version.ShouldBe(2);
    }

    /// <summary>After the network the manifest goes, then the rest: a process may die between any two.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_a_dead_process_left_half_deleted_is_deleted_though_the_catalog_was_made_anew(int deleted)
    {
        await using var host = await StartAsync(versions: 4, keep: "1");
        host.Time.Advance(TimeSpan.FromDays(100));
        await RunAsync(host);
        string[] order = [Keys.ModelFile("lesion", 2), Keys.ModelManifest(2)];
        foreach (var key in order[..deleted])
        {
            await host.Store.DeleteAsync(Buckets.Models, key, Cancellation);
        }

        await host.Services.RebuildCatalogAsync(Cancellation);
        await RunAsync(host);

        (await host.Store.ListAsync(Buckets.Models, Keys.Model(2, ""), cancellationToken: Cancellation)
            .Select(row => row.Key).ToListAsync(Cancellation)).ShouldBe([Keys.ModelRetired(2)]);
        await using var catalog = await host.OpenCatalogAsync();
        catalog.Models.Select(model => model.Version).ShouldNotContain(2);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Versions of which none is better than the first, the fourth of another signature.</summary>
    private async Task<GatewayHost> StartAsync(int versions, string keep)
    {
        var host = await GatewayHost.StartAsync(_home, ("Lesion:Retention:KeepVersions", keep));
        for (var version = 1; version <= versions; version++)
        {
            var manifest = Samples.Manifest(version) with { Name = version == 4 ? "lesion-2" : "lesion" };
            await host.Store.PutBytesAsync(Buckets.Models, Keys.ModelFile(manifest.Name, version), new byte[] { 1 }, null, Cancellation);
            await host.Store.TryPutJsonAsync(Buckets.Models, Keys.Predictions(version), Samples.Predictions(0.1), Cancellation);
            await host.Store.TryPutJsonAsync(Buckets.Models, Keys.ModelManifest(version), manifest, Cancellation);
            await host.PublishAsync(new ModelPublished
            {
                Version = version,
                Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(version) },
            });
        }

        return host;
    }

    private static Task RunAsync(GatewayHost host) => host.Services.GetRequiredService<VersionRetention>().RunAsync(Cancellation);

    private static Task<Promotion?> PromoteAsync(GatewayHost host, int version) =>
        host.Services.GetRequiredService<Promoter>().PromoteAsync(version, Promoter.Champion, "anna", "Known.", Cancellation);

    private static async Task<List<int>> PublishedAsync(GatewayHost host)
    {
        var published = new List<int>();
        for (var version = 1; version <= 6; version++)
        {
            if (await host.Store.HeadAsync(Buckets.Models, Keys.ModelManifest(version), Cancellation) is not null)
                published.Add(version);
        }

        return published;
    }

    public sealed class OnSqlite() : VersionRetentionTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : VersionRetentionTests(CatalogDatabase.Postgres);
}
