using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.Integration.Invariants;
using Lesion.Storage;
using Lesion.Testing;
using Npgsql;

namespace Lesion.Integration;

/// <summary><c>lesion catalog rebuild</c> on PostgreSQL and S3, while a gateway serves that heals nothing by itself.</summary>
public sealed class CatalogRebuildTests
{
    private const int Files = 30;

    private static readonly Dictionary<string, string> NoSweeps = new() { ["Lesion__Gateway__SweepInterval"] = "1.00:00:00" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_catalog_that_was_spoilt_is_what_it_was_before()
    {
        await using var system = await DeployedSystem.CreateAsync(NoSweeps, Cancellation);
        await system.StartAsync([Service.Gateway, Service.Ingestion, Service.Preprocessing], Cancellation);
        await LiveAsync(system);
        var before = await KnownAsync(system);

        await SpoilAsync(system);
        (await KnownAsync(system)).ShouldNotBe(before);
        var said = await system.CommandAsync(["catalog", "rebuild"], Cancellation);

        said.ShouldStartWith("The catalog was made anew from ");
        (await KnownAsync(system)).ShouldBe(before);
    }

    /// <summary>Files are dropped, good and bad; a person labels an image; a version is published.</summary>
    private static async Task LiveAsync(DeployedSystem system)
    {
        using var invariants = new InvariantChecker(system);
        using var drops = new DropStream(system, null, MixedFiles.Make(Files, "rebuilt"));
        await drops.DropAsync(Files, Cancellation);
        await invariants.SettleAsync(drops.Dropped, cancellationToken: Cancellation);

        var labelled = drops.Dropped.First(file => file.Refusal is null).ImageId;
        using var answer = await system.Gateway.Http.PutAsJsonAsync($"v1/images/{labelled}/label", new { label = "other" }, Cancellation);
        answer.EnsureSuccessStatusCode();
        await SampleVersion.PublishAsync(system.Store, 1, SampleVersion.Manifest(1), Cancellation);
        await using var client = await BrokerClient.ConnectAsync(system.Broker, Cancellation);
        var published = new ModelPublished
        {
            Version = 1,
            Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(1) },
        };
        await client.PublishAsync("lesion.model-published", published, Cancellation);
        await Until.IsTrueAsync("the catalog knows the label and the champion", async () => await IsKnownAsync(system, labelled), Cancellation);
        await invariants.SettleAsync(drops.Dropped, cancellationToken: Cancellation);
    }

    private static async Task<bool> IsKnownAsync(DeployedSystem system, string labelled) =>
        (string?)(await GetAsync(system, $"v1/images/{labelled}"))["image"]!["label"] == "other"
        && (await GetAsync(system, "v1/models"))["items"]!.AsArray() is [{ } model]
        && (bool)model["isChampion"]!
        && (await GetAsync(system, "v1/models/1"))["promotions"]!.AsArray().Count == 1;

    /// <summary>A sweep learns what is missing; that something is wrong it does not see.</summary>
    private static async Task SpoilAsync(DeployedSystem system)
    {
        await using var source = NpgsqlDataSource.Create(system.Catalog);
        await using var spoiling = source.CreateCommand(
            """
            UPDATE "Prepared" SET "Width" = "Width" + 1;
            UPDATE "Images" SET "Label" = 'wrong';
            DELETE FROM "Drops";
            DELETE FROM "Rejections";
            DELETE FROM "Promotions";
            """);
        (await spoiling.ExecuteNonQueryAsync(Cancellation)).ShouldBeGreaterThan(Files);
    }

    /// <summary>All that the gateway tells, an answer a line.</summary>
    private static async Task<string[]> KnownAsync(DeployedSystem system)
    {
        var images = await GetAsync(system, "v1/images?limit=1000");
        var rejections = await GetAsync(system, "v1/rejections?limit=1000");
        var known = new List<JsonObject> { images, rejections, await GetAsync(system, "v1/models"), await GetAsync(system, "v1/models/1") };
        foreach (var image in images["items"]!.AsArray())
            known.Add(await GetAsync(system, $"v1/images/{image!["id"]}"));
        return [.. known.Select(answer => answer.ToJsonString())];
    }

    private static async Task<JsonObject> GetAsync(DeployedSystem system, string path) =>
        (await system.Gateway.Http.GetFromJsonAsync<JsonObject>(path, Cancellation))!;
}
