using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lesion.Contracts;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Http;

public abstract partial class ModelsApiTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_are_listed_with_their_figures_and_rolled_back_by_one_call()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, 0.05);
        await PublishAsync(host, 2, 0.2);
        await host.PublishAsync(new ModelActivated { Version = 1, Instance = "i1", At = Samples.Noon });

        var models = (await host.Client.GetFromJsonAsync<JsonElement>("/v1/models", Cancellation)).GetProperty("items");
        models.EnumerateArray()
            .Select(model => (model.GetProperty("version").GetInt32(), model.GetProperty("isChampion").GetBoolean()))
            .ShouldBe([(2, true), (1, false)]);
        var promoted = host.Consumed.Next<ModelPromoted>();
        using var response = await host.Client.PostAsync(
            "/v1/models/1:promote", JsonContent.Create(new { by = "anna", reason = "Better known." }), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await promoted).Promotion.Version.ShouldBe(1);
        var model = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1", Cancellation);
        model.GetProperty("isChampion").GetBoolean().ShouldBeTrue();
        model.GetProperty("manifest").GetProperty("heldOut").GetProperty("auc").GetDouble().ShouldBe(0.9);
        model.GetProperty("promotions").EnumerateArray().Select(decision => decision.GetProperty("by").GetString())
            .ShouldBe(["anna", "rule"], ignoreOrder: true);
        model.GetProperty("activations")[0].GetProperty("instance").GetString().ShouldBe("i1");
    }

    [Fact]
    public async Task The_report_and_the_card_of_a_version_are_pages()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await host.Store.PutBytesAsync(Buckets.Models, Keys.Card(4), "<!DOCTYPE html><p>Good.</p>"u8.ToArray(), null, Cancellation);
        await host.Store.PutBytesAsync(Buckets.Models, Keys.Report(4), "<!DOCTYPE html><p>Fine.</p>"u8.ToArray(), null, Cancellation);

        using var report = await host.Client.GetAsync("/v1/models/4/report", Cancellation);
        using var missing = await host.Client.GetAsync("/v1/models/5/report", Cancellation);

        (await host.Client.GetStringAsync("/v1/models/4/card", Cancellation)).ShouldContain("<p>Good.</p>");
        report.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await report.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<p>Fine.</p>");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Models_are_listed_a_page_at_a_time()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, 1, 0.05);
        await PublishAsync(host, 2, 0.2);

        var first = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models?limit=1", Cancellation);
        var second = await host.Client.GetFromJsonAsync<JsonElement>(
            $"/v1/models?limit=1&cursor={first.GetProperty("next").GetString()}", Cancellation);

        first.GetProperty("items")[0].GetProperty("version").GetInt32().ShouldBe(2);
        second.GetProperty("items")[0].GetProperty("version").GetInt32().ShouldBe(1);
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Answers_are_listed_the_newest_first()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        for (var i = 0; i < 3; i++)
        {
            await host.PublishAsync(Samples.Classified($"r{i}", Samples.Id($"{i % 2}"), minute: i));
        }

        var all = await host.Client.GetFromJsonAsync<JsonElement>("/v1/classifications?limit=2", Cancellation);
        var one = await host.Client.GetFromJsonAsync<JsonElement>(
            $"/v1/classifications?imageId={Samples.Id("1")}", Cancellation);

        all.GetProperty("items").EnumerateArray().Select(answer => answer.GetProperty("requestId").GetString())
            .ShouldBe(["r2", "r1"]);
        one.GetProperty("items")[0].GetProperty("classification").GetProperty("decision").GetString().ShouldBe("refer");
    }

    [Fact]
    public async Task The_api_describes_itself_and_the_page_for_it_needs_nothing_from_outside()
    {
        await using var host = await GatewayHost.StartAsync(_home);

        var description = await host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);
        var home = await host.Client.GetStringAsync("/", Cancellation);
        var page = await host.Client.GetStringAsync("/docs/", Cancellation);

        description.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldBe(
            [
                "/v1/images", "/v1/images/{id}", "/v1/images/{id}/label", "/v1/rejections", "/v1/classifications",
                "/v1/trainings", "/v1/trainings/{id}", "/v1/trainings/{id}/events", "/v1/models", "/v1/models/{version}",
                "/v1/models/{version}/card", "/v1/models/{version}/report", "/v1/models/{version}/live", "/v1/models/{version}:promote",
            ],
            ignoreOrder: true);
        var schemas = description.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("TrainingOrder").GetRawText().ShouldContain("\"budgetMinutes\": 10", customMessage: "the example");
        Described(schemas, "TrainingOrder", "budgetMinutes").ShouldStartWith("Minutes of training");
        Described(schemas, "ImageResource", "labelState").ShouldContain("conflicted");
        Described(schemas, "Promotion", "reason").ShouldStartWith("Why, with the figures");
        home.ShouldContain("/docs");
        Outside().Matches(page).Select(match => match.Value).ShouldBe([]);
        foreach (Match script in Script().Matches(page))
        {
            using var answer = await host.Client.GetAsync(new Uri(new Uri("http://localhost/docs/"), script.Groups[1].Value), Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, script.Value);
        }
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task PublishAsync(GatewayHost host, int version, double margin)
    {
        await host.Store.TryPutJsonAsync(
            Buckets.Models, Keys.Predictions(version), Samples.Predictions(margin), Cancellation);
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.ModelManifest(version), Samples.Manifest(version), Cancellation);
        await host.PublishAsync(new ModelPublished
        {
            Version = version,
            Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(version) },
        });
    }

    private static string Described(JsonElement schemas, string schema, string property) => schemas
        .GetProperty(schema).GetProperty("properties").GetProperty(property).GetProperty("description").GetString()!;

    [GeneratedRegex(@"https?://(?!localhost)[^""'\s]+")]
    private static partial Regex Outside();

    [GeneratedRegex(@"<script[^>]* src=""([^""]+)""")]
    private static partial Regex Script();

    public sealed class OnSqlite() : ModelsApiTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : ModelsApiTests(CatalogDatabase.Postgres);
}
