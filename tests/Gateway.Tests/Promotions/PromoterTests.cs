using Lesion.Contracts;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Promotions;

public abstract class PromoterTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_model_becomes_the_champion_and_everybody_is_told()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var promoted = host.Consumed.Next<ModelPromoted>();

        await PublishAsync(host, 1, margin: 0.1);

        (await promoted).Promotion.Version.ShouldBe(1);
        (await AliasAsync(host)).ShouldBe((await promoted).Promotion);
        (await HistoryAsync(host)).ShouldBe([(await promoted).Promotion]);
    }

    [Fact]
    public async Task A_refusal_is_written_into_the_history_and_changes_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.1);

        await PublishAsync(host, 2, margin: 0.05);

        (await AliasAsync(host))!.Version.ShouldBe(1);
        var refusal = (await HistoryAsync(host)).Single(decision => decision.Version == 2);
        (refusal.Promoted, refusal.Previous, refusal.By).ShouldBe((false, 1, "rule"));
        refusal.Reason.ShouldContain("AUC");
    }

    [Fact]
    public async Task A_version_that_is_published_twice_is_weighed_once()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.05);
        await PublishAsync(host, 2, margin: 0.2);
        (await AliasAsync(host))!.Version.ShouldBe(2);

        await PublishAsync(host, 1, margin: 0.05);
        await PublishAsync(host, 2, margin: 0.2);

        (await AliasAsync(host))!.Version.ShouldBe(2);
        (await HistoryAsync(host)).Select(decision => decision.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_person_may_roll_back_and_the_same_call_twice_is_one_decision()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.05);
        await PublishAsync(host, 2, margin: 0.2);
        var promoter = host.Services.GetRequiredService<Promoter>();

        var first = await promoter.PromoteAsync(1, Promoter.Champion, "anna", "It misses melanomas.", Cancellation);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await promoter.PromoteAsync(1, Promoter.Champion, "anna", "It misses melanomas.", Cancellation);

        second.ShouldBe(first);
        (await AliasAsync(host)).ShouldBe(first);
        (await HistoryAsync(host)).Count(decision => decision.By == "anna").ShouldBe(1);
        (await promoter.PromoteAsync(3, Promoter.Champion, "anna", "?", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_person_may_name_a_challenger_which_leaves_the_champion_and_tritons_configuration_as_they_are()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.2);
        await PublishAsync(host, 2, margin: 0.05);
        var promoter = host.Services.GetRequiredService<Promoter>();
        var config = await host.Store.GetBytesAsync(Buckets.Models, Keys.ModelConfig("lesion"), Cancellation);
        var told = host.Consumed.Next<ModelPromoted>();

        var named = await promoter.PromoteAsync(2, Promoter.Challenger, "anna", "Worth a look.", Cancellation);

        (await told).Promotion.ShouldBe(named);
        (named!.Alias, named.Version, named.Previous, named.Promoted).ShouldBe(("challenger", 2, null, true));
        (await host.Store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias("challenger"), Cancellation)).ShouldBe(named);
        (await AliasAsync(host))!.Version.ShouldBe(1);
        (await host.Store.GetBytesAsync(Buckets.Models, Keys.ModelConfig("lesion"), Cancellation)).ShouldBe(config);
        (await HistoryAsync(host)).ShouldContain(named);
        (await promoter.PromoteAsync(2, Promoter.Champion, "anna", "It did well.", Cancellation))!.Version.ShouldBe(2);
        (await HistoryAsync(host)).Count(decision => decision.Version == 2).ShouldBe(3);
    }

    [Fact]
    public async Task Of_many_versions_weighed_at_once_each_meets_the_champion_of_its_moment()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        var manifests = new List<ModelManifest>();
        for (var version = 1; version <= 6; version++)
        {
            manifests.Add(await PutModelAsync(host, version, margin: 0.04 * version));
        }

        var promoter = host.Services.GetRequiredService<Promoter>();
        await Task.WhenAll(manifests.Select(manifest => Task.Run(() => promoter.WeighAsync(manifest, Cancellation))));

        var history = (await HistoryAsync(host)).ToDictionary(decision => decision.Version);
        history.Count.ShouldBe(6);
        history.Values.Count(decision => decision.Previous is null).ShouldBe(1);
        for (var champion = await AliasAsync(host); champion!.Previous is { } previous; champion = history[previous])
        {
            history[champion.Version].ShouldBe(champion);
        }
    }

    [Fact]
    public async Task What_a_dead_process_left_undone_is_found_by_the_sweep()
    {
        var handmade = new Promotion
        {
            Alias = "champion",
            Version = 1,
            Promoted = true,
            By = "anna",
            Reason = "First.",
            At = Samples.Noon,
        };
        await using (var host = await GatewayHost.StartAsync(_home))
        {
            await PutModelAsync(host, 1, margin: 0.05);
            await PutModelAsync(host, 2, margin: 0.2);
            await host.Store.PutJsonAsync(Buckets.Models, Keys.Alias("champion"), handmade, cancellationToken: Cancellation);
        }

        await using var again = await GatewayHost.StartAsync(_home);
        (await again.Consumed.Next<ModelPromoted>()).Promotion.Version.ShouldBe(2);

        (await HistoryAsync(again)).Select(decision => (decision.Version, decision.By, decision.Promoted))
            .ShouldContain((2, "rule", true));
    }

    [Theory]
    [InlineData("anna")]
    [InlineData(Promoter.Rule)]
    public async Task What_a_dead_process_did_not_write_down_is_written_by_who_moves_the_alias_next(string by)
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PutModelAsync(host, 1, margin: 0.05);
        await PutModelAsync(host, 2, margin: 0.2);
        var unwritten = await MoveAliasAsync(host, 2, by);

        var next = await host.Services.GetRequiredService<Promoter>().PromoteAsync(1, Promoter.Champion, "ben", "?", Cancellation);

        (await HistoryAsync(host)).ShouldBe([unwritten, next], ignoreOrder: true);
    }

    [Fact]
    public async Task A_version_that_two_gateways_weigh_is_not_promoted_again_after_a_person_rolled_it_back()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.05);
        var second = await PutModelAsync(host, 2, margin: 0.2);
        var other = host.Services.GetRequiredService<Promoter>();
        var store = new InterruptedStore(host.Store, Keys.History, async () =>
        {
            await MoveAliasAsync(host, 2, Promoter.Rule, previous: 1);
            await other.PromoteAsync(1, Promoter.Champion, "anna", "It misses melanomas.", Cancellation);
        });

        await ActivatorUtilities.CreateInstance<Promoter>(host.Services, store).WeighAsync(second, Cancellation);

        (await AliasAsync(host))!.By.ShouldBe("anna");
        (await HistoryAsync(host)).Select(decision => (decision.Version, decision.By)).ShouldBe(
            [(1, Promoter.Rule), (2, Promoter.Rule), (1, "anna")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_promotion_is_in_the_history_though_another_gateway_refused_the_version_at_the_same_time()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, margin: 0.2);
        await PublishAsync(host, 2, margin: 0.1);
        var promoted = await MoveAliasAsync(host, 2, Promoter.Rule, previous: 1);
        var promoter = host.Services.GetRequiredService<Promoter>();

        await promoter.HealAsync(Cancellation);
        await promoter.HealAsync(Cancellation);

        (await HistoryAsync(host)).Where(decision => decision.Version == 2).Select(decision => decision.Promoted)
            .ShouldBe([false, true], ignoreOrder: true);
        (await HistoryAsync(host)).ShouldContain(promoted);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task PublishAsync(GatewayHost host, int version, double margin)
    {
        await PutModelAsync(host, version, margin);
        await host.PublishAsync(new ModelPublished
        {
            Version = version,
            Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(version) },
        });
    }

    private static async Task<ModelManifest> PutModelAsync(GatewayHost host, int version, double margin)
    {
        var manifest = Samples.Manifest(version);
        var predictions = Samples.Predictions(margin);
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.Predictions(version), predictions, Cancellation);
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.ModelManifest(version), manifest, Cancellation);
        return manifest;
    }

    /// <summary>As a process that dies right after.</summary>
    private static async Task<Promotion> MoveAliasAsync(GatewayHost host, int version, string by, int? previous = null)
    {
        var decision = new Promotion
        {
            Alias = Promoter.Champion,
            Version = version,
            Previous = previous,
            Promoted = true,
            By = by,
            Reason = "?",
            At = Samples.Noon,
        };
        await host.Store.PutJsonAsync(Buckets.Models, Keys.Alias(Promoter.Champion), decision, cancellationToken: Cancellation);
        return decision;
    }

    private static Task<Promotion?> AliasAsync(GatewayHost host) =>
        host.Store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias("champion"), Cancellation);

    private static async Task<List<Promotion>> HistoryAsync(GatewayHost host) => await host.Store
        .ListAsync(Buckets.Models, Keys.History, cancellationToken: Cancellation)
        .Select(async (ObjectListing row, CancellationToken cancellationToken) =>
            (await host.Store.GetJsonAsync<Promotion>(Buckets.Models, row.Key, cancellationToken))!)
        .ToListAsync(Cancellation);

    public sealed class OnSqlite() : PromoterTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : PromoterTests(CatalogDatabase.Postgres);
}
