using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Tests.Support;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Http;

public abstract class LiveFiguresTests(CatalogDatabase database) : IDisposable
{
    private readonly CatalogHome _home = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_are_weighed_by_the_labels_that_came_since()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host, trainedOn: "trained on");
        await AnswerAsync(host, "missed", 0.2, label: "malignant");
        await AnswerAsync(host, "found", 0.9, label: "malignant");
        await AnswerAsync(host, "harmless", 0.1, label: "benign");
        await AnswerAsync(host, "trained on", 0.1, label: "malignant");
        await AnswerAsync(host, "nobody knows", 0.5, label: null, "uncertain");

        var live = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);

        live.GetProperty("images").GetInt32().ShouldBe(5);
        live.GetProperty("labelled").GetProperty("malignant").GetInt32().ShouldBe(2, "what it was trained on proves nothing");
        live.GetProperty("labelled").GetProperty("benign").GetInt32().ShouldBe(1);
        var figures = live.GetProperty("figures");
        figures.GetProperty("n").GetInt32().ShouldBe(3);
        figures.GetProperty("sensitivity").GetDouble().ShouldBe(0.5);
        figures.GetProperty("specificity").GetDouble().ShouldBe(1);
        figures.GetProperty("accuracy").GetDouble().ShouldBe(2 / 3.0, 1e-12);
        figures.GetProperty("intervals").GetProperty("sensitivity").GetArrayLength().ShouldBe(2);
        live.GetProperty("referred").GetProperty("share").GetDouble().ShouldBe(0.2);
        live.GetProperty("referred").GetProperty("reasons").GetProperty("uncertain").GetDouble().ShouldBe(0.2);
    }

    [Fact]
    public async Task An_image_that_was_asked_about_twice_counts_once_by_its_last_answer()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host);
        await AnswerAsync(host, "twice", 0.5, label: null, "uncertain");
        await host.PublishAsync(Answer("twice", 0.9, minute: 1));

        var live = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);

        live.GetProperty("images").GetInt32().ShouldBe(1);
        live.GetProperty("referred").GetProperty("share").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_label_of_every_class_it_says_what_is_missing()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host);
        await AnswerAsync(host, "found", 0.9, label: "malignant");

        var live = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);

        live.TryGetProperty("figures", out _).ShouldBeFalse();
        live.GetProperty("noFigures").GetString().ShouldNotBeNull().ShouldContain("'benign'");
    }

    [Fact]
    public async Task Scores_unlike_those_of_the_held_out_images_are_noticed_and_like_ones_are_not()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host);
        var heldOut = Samples.Predictions(0.2).Images;
        foreach (var (image, place) in heldOut.Where((_, i) => i % 4 < 2).Take(60).Select((image, i) => (image, i)))
        {
            await host.PublishAsync(Answer($"alike {place}", image.Probabilities[1]));
        }

        var alike = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);
        for (var i = 0; i < 60; i++)
        {
            await host.PublishAsync(Answer($"unlike {i}", 0.9));
        }

        var unlike = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);
        alike.GetProperty("scores").GetProperty("pValue").GetDouble().ShouldBeGreaterThan(0.2);
        unlike.GetProperty("scores").GetProperty("pValue").GetDouble().ShouldBeLessThan(1e-3);
        unlike.GetProperty("scores").GetProperty("live").GetInt32().ShouldBe(120);
        unlike.GetProperty("scores").GetProperty("reference").GetInt32().ShouldBe(heldOut.Count);
    }

    [Fact]
    public async Task Images_unlike_the_training_images_are_noticed()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host);
        for (var i = 0; i < 30; i++)
        {
            await host.PublishAsync(Answer($"{i}", 0.9, novelty: 1.5));
        }

        var live = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);

        live.GetProperty("novelty").GetProperty("statistic").GetDouble().ShouldBe(1);
        live.GetProperty("novelty").GetProperty("pValue").GetDouble().ShouldBeLessThan(1e-6);
    }

    [Fact]
    public async Task Only_answers_of_the_days_asked_for_count()
    {
        await using var host = await GatewayHost.StartAsync(_home);
        await PublishAsync(host);
        await host.PublishAsync(Answer("long ago", 0.9, minute: -60 * 24 * 10));
        await host.PublishAsync(Answer("today", 0.9));

        var week = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live?days=7", Cancellation);
        var month = await host.Client.GetFromJsonAsync<JsonElement>("/v1/models/1/live", Cancellation);
        using var never = await host.Client.GetAsync("/v1/models/1/live?days=0", Cancellation);
        using var missing = await host.Client.GetAsync("/v1/models/2/live", Cancellation);

        week.GetProperty("images").GetInt32().ShouldBe(1);
        month.GetProperty("images").GetInt32().ShouldBe(2);
        await never.ShouldBeProblemAsync(400, "bad-days");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task PublishAsync(GatewayHost host, string trainedOn = "another")
    {
        var manifest = Samples.Manifest(1) with
        {
            Novelty = new ModelNovelty
            {
                Share = 0.02,
                Limit = 12,
                Features = 64,
                Images = 200,
                Shrinkage = 0.1,
                Quantiles = [.. Enumerable.Range(0, 101).Select(percent => 0.5 + percent * 0.0055)],
            },
        };
        var dataset = new DatasetManifest
        {
            Id = manifest.DatasetId,
            Classes = manifest.Classes,
            Recipe = CanonicalRecipe.Default.Id,
            Images = [new DatasetImage { ImageId = Samples.Id(trainedOn), Label = "malignant", Group = "g", Fold = 1, Split = Split.Train }],
        };
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.Dataset(dataset.Id), dataset, Cancellation);
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.Predictions(1), Samples.Predictions(0.2), Cancellation);
        await host.Store.TryPutJsonAsync(Buckets.Models, Keys.ModelManifest(1), manifest, Cancellation);
        await host.PublishAsync(new ModelPublished
        {
            Version = 1,
            Manifest = new ObjectReference { Bucket = Buckets.Models, Key = Keys.ModelManifest(1) },
        });
    }

    private static async Task AnswerAsync(
        GatewayHost host, string image, double probability, string? label, params IReadOnlyList<string> reasons)
    {
        await host.PublishAsync(Answer(image, probability, reasons: reasons));
        if (label is not null)
        {
            await host.PublishAsync(Samples.Ingested(Samples.Id(image), $"{label}/{image}.jpg"));
        }
    }

    private static ImageClassified Answer(
        string image, double probability, int minute = 0, double? novelty = null, params IReadOnlyList<string> reasons)
    {
        var answer = Samples.Classified($"{Samples.Id(image)[..16]}-{minute}", Samples.Id(image), minute);
        return answer with
        {
            Classification = answer.Classification! with
            {
                Label = probability >= 0.5 ? "malignant" : "benign",
                Reasons = reasons,
                Novelty = novelty,
                Probabilities = new Dictionary<string, double> { ["benign"] = 1 - probability, ["malignant"] = probability },
            },
        };
    }

    public sealed class OnSqlite() : LiveFiguresTests(CatalogDatabase.Sqlite);

    public sealed class OnPostgres() : LiveFiguresTests(CatalogDatabase.Postgres);
}
