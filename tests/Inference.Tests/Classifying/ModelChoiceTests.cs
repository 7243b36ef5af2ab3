using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Inference.Serving;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Classifying;

public sealed class ModelChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 3)]
    [InlineData("?model=champion", 3)]
    [InlineData("?model=3", 3)]
    [InlineData("?model=challenger", 2)]
    [InlineData("?model=2", 2)]
    [InlineData("?model=1", 1)]
    [InlineData("?model=1&priority=bulk", 1)]
    public async Task A_request_is_answered_by_the_version_that_it_asks_for(string query, int version)
    {
        await using var host = await StartServingAsync();
        await host.ChallengeAsync(2);

        var answer = await host.ClassifyAsync(Pictures.Png(1), query);

        using var asked = new TinyModel { Bias = version }.Load();
        answer.Model.Version.ShouldBe(version);
        answer.Probabilities["malignant"].ShouldBe(asked.Classify(Pictures.Png(1)).Probabilities["malignant"]);
    }

    [Theory]
    [InlineData("?model=4", HttpStatusCode.NotFound, "model-not-served")]
    [InlineData("?model=0", HttpStatusCode.NotFound, "model-not-served")]
    [InlineData("?model=best", HttpStatusCode.NotFound, "model-not-served")]
    [InlineData("?model=challenger", HttpStatusCode.NotFound, "model-not-served")]
    [InlineData("?priority=high", HttpStatusCode.BadRequest, "bad-priority")]
    [InlineData("?views=2", HttpStatusCode.BadRequest, "bad-views")]
    [InlineData("?views=3", HttpStatusCode.BadRequest, "bad-views")]
    public async Task What_is_not_there_or_means_nothing_is_refused(string query, HttpStatusCode status, string type)
    {
        await using var host = await StartServingAsync();

        await RequireRefusedAsync(host, query, status, type);
    }

    [Fact]
    public async Task A_version_that_fails_its_checks_is_refused_to_those_who_ask_for_it_and_the_champion_goes_on()
    {
        await using var host = await StartServingAsync();
        await host.PublishAsync(4, new TinyModel(), bytes => bytes[..200]);

        await RequireRefusedAsync(host, "?model=4", HttpStatusCode.Conflict, "model-refused");

        (await host.ClassifyAsync(Pictures.Png(1))).Model.Version.ShouldBe(3);
    }

    [Fact]
    public async Task No_more_versions_are_loaded_than_allowed_and_each_is_fetched_again_when_asked_for()
    {
        await using var host = await StartServingAsync(
            ("Lesion:Inference:MaxLoadedVersions", "1"), ("Lesion:Inference:CacheEntries", "0"));
        var models = host.Get<ServingModels>();

        foreach (var version in (int[])[1, 2, 1])
        {
            (await host.ClassifyAsync(Pictures.Png(1), $"?model={version}")).Model.Version.ShouldBe(version);
            models.Find(ModelTarget.Of(3 - version)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Where_no_further_versions_are_allowed_only_champion_and_challenger_answer()
    {
        await using var host = await StartServingAsync(("Lesion:Inference:MaxLoadedVersions", "0"));

        await RequireRefusedAsync(host, "?model=1", HttpStatusCode.NotFound, "model-not-served");
    }

    [Fact]
    public async Task Fewer_views_than_the_models_own_may_be_asked_for()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        var tiny = new TinyModel();
        await host.PublishAsync(1, tiny with { Card = tiny.Card with { TestViews = 4 } });
        await host.PromoteAsync(1);
        using var plain = tiny.Load();

        var one = await host.ClassifyAsync(Pictures.Png(1), "?views=1");
        var all = await host.ClassifyAsync(Pictures.Png(1));

        one.Probabilities.ShouldBe(plain.Classify(Pictures.Png(1)).Probabilities);
        all.Probabilities.ShouldNotBe(one.Probabilities);
        (await host.ClassifyAsync(Pictures.Png(1), "?views=4")).Probabilities.ShouldBe(all.Probabilities);
    }

    [Fact]
    public async Task A_challenger_that_becomes_the_champion_is_not_loaded_again_and_one_without_alias_goes()
    {
        await using var host = await StartServingAsync();
        await host.ChallengeAsync(2);
        var challenger = host.Get<ServingModels>().Find(ModelTarget.Challenger);

        await host.PromoteAsync(2);

        host.Get<ServingModels>().Find(ModelTarget.Champion).ShouldBeSameAs(challenger);
        await host.Store.DeleteAsync(Storage.Buckets.Models, Storage.Keys.Alias("challenger"), Token);
        await host.Get<ModelActivator>().RefreshAsync(Token);
        host.Get<ServingModels>().Find(ModelTarget.Challenger).ShouldBeNull();
        host.Serving.ShouldBe(2);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Versions 1 to 3, of which 3 is the champion.</summary>
    private async Task<InferenceHost> StartServingAsync(params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        for (var version = 1; version <= 3; version++)
        {
            await host.PublishAsync(version, new TinyModel { Bias = version });
        }

        await host.PromoteAsync(3);
        return host;
    }

    private static async Task RequireRefusedAsync(InferenceHost host, string query, HttpStatusCode status, string type)
    {
        using var response = await host.Http.PostAsync("/v1/classifications" + query, new ByteArrayContent(Pictures.Png(1)), Token);

        response.StatusCode.ShouldBe(status);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        problem.GetProperty("type").GetString().ShouldBe(type);
    }
}
