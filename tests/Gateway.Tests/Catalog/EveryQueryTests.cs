using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Tests.Projection;
using Lesion.Gateway.Tests.Support;
using Lesion.Gateway.Trainings;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.Gateway.Tests.Catalog;

/// <summary>The same rows on both databases give the same answers, in the same order and the same pages.</summary>
public sealed class EveryQueryTests
{
    /// <summary>In the order of their bytes, which is no language's.</summary>
    private static readonly string[] Names = ["10", "9", "B", "Z z", "_x", "a", "b-1", "b_1", "z", "Ä", "é", "日"];

    private static readonly string[] Lists =
    [
        "/v1/images",
        "/v1/images?state=labelled",
        "/v1/images?state=unlabelled",
        "/v1/images?state=conflicted",
        "/v1/images?label=benign",
        "/v1/images?label=malignant&prepared=true",
        "/v1/images?prepared=false",
        "/v1/rejections",
        "/v1/classifications",
        $"/v1/classifications?imageId={Samples.Id("both")}",
        "/v1/trainings",
        "/v1/models",
    ];

    private static readonly string[] Single =
    [
        $"/v1/images/{Samples.Id("both")}",
        $"/v1/images/{Samples.Id("sheeted")}",
        $"/v1/images/{Samples.Id("none")}",
        "/v1/trainings/t1",
        "/v1/trainings/none",
        "/v1/trainings/t1/events",
        "/v1/models/1",
        "/v1/models/9",
        "/v1/models/1/live",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_databases_answer_alike()
    {
        var onPostgres = await AnswersAsync(CatalogDatabase.Postgres);
        var onSqlite = await AnswersAsync(CatalogDatabase.Sqlite);

        onPostgres.Keys.ShouldBe(onSqlite.Keys);
        foreach (var (question, answer) in onSqlite)
        {
            onPostgres[question].ShouldBe(answer, question);
        }
    }

    [Theory]
    [InlineData(CatalogDatabase.Sqlite)]
    [InlineData(CatalogDatabase.Postgres)]
    public async Task Pages_go_on_where_the_last_ended_in_the_order_of_bytes(CatalogDatabase database)
    {
        using var home = new CatalogHome(database);
        await using var host = await GatewayHost.StartAsync(home);
        await FillAsync(host);

        var ids = (await AllPagesAsync(host, "/v1/trainings"))
            .Select(training => training.GetProperty("id").GetString()!)
            .Where(Names.Contains);

        ids.ShouldBe(Names);
    }

    private static async Task<Dictionary<string, string>> AnswersAsync(CatalogDatabase database)
    {
        using var home = new CatalogHome(database);
        await using var host = await GatewayHost.StartAsync(home);
        await FillAsync(host);
        var answers = new Dictionary<string, string>();
        foreach (var list in Lists)
        {
            var items = await AllPagesAsync(host, list);
            items.ShouldNotBeEmpty($"'{list}' should have something to compare.");
            answers[list] = string.Join('\n', items.Select(item => item.GetRawText()));
        }

        foreach (var address in Single)
        {
            using var response = await host.Client.GetAsync(address, Cancellation);
            answers[address] = $"{response.StatusCode} {WithoutTrace(await response.Content.ReadAsStringAsync(Cancellation))}";
        }

        await using var catalog = await host.OpenCatalogAsync();
        answers["all rows"] = await CatalogImage.TakeAsync(catalog);
        var candidates = await DatasetCandidates.LoadAsync(catalog, CanonicalRecipe.Default.Id, Cancellation);
        answers["candidates"] = JsonSerializer.Serialize(candidates, LesionJson.Options);
        return answers;
    }

    /// <summary>All items of a list, by pages of two.</summary>
    private static async Task<List<JsonElement>> AllPagesAsync(GatewayHost host, string list)
    {
        var items = new List<JsonElement>();
        var cursor = "";
        do
        {
            var page = JsonElement.Parse(await host.Client.GetStringAsync(
                $"{list}{(list.Contains('?') ? '&' : '?')}limit=2&cursor={cursor}", Cancellation));
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        return items;
    }

    private static async Task FillAsync(GatewayHost host)
    {
        var writer = host.Services.GetRequiredService<CatalogWriter>();
        foreach (var apply in ProjectionTests.Events.Concat(Names.SelectMany(EventsOf)))
        {
            await writer.WriteAsync(apply, Cancellation);
        }
    }

    /// <summary>All at one time, so that their names alone put them in order.</summary>
    private static IEnumerable<Func<CatalogContext, Task>> EventsOf(string name, int place) =>
    [
        rows => ImageProjection.ApplyAsync(
            rows, Samples.Ingested(name, $"{(place % 2 == 0 ? "benign" : "malignant")}/{name}.jpg", group: place % 3 == 0 ? "g" : null)),
        rows => place % 4 == 0 ? Task.CompletedTask : ImageProjection.ApplyAsync(
            rows, Samples.Prepared(name) with { PerceptualHash = Samples.Id(name) }),
        rows => ImageProjection.ApplyAsync(rows, Samples.Rejected($"benign/{name}.txt")),
        rows => TrainingProjection.ApplyAsync(
            rows, new TrainingRequest { TrainingId = name, RequestedAt = Samples.Noon.AddDays(1), Preset = "none", Seed = place }),
        rows => TrainingProjection.ApplyAsync(rows, Samples.Outcome(name, TrainingStatus.Failed)),
        rows => ClassificationProjection.ApplyAsync(rows, Samples.Classified(name, Samples.Id("both"))),
        rows => ModelProjection.ApplyAsync(rows, Samples.Manifest(place + 1)),
        rows => ModelProjection.ApplyAsync(
            rows, new ModelActivated { Version = 1, Instance = name, At = Samples.Noon, Error = place % 2 == 0 ? name : null }),
    ];

    /// <summary>Problem details carry the id of the request's trace.</summary>
    private static string WithoutTrace(string body) => body.Split("\"traceId\"")[0];
}
