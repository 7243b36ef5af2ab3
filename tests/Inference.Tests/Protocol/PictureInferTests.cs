using System.Net;
using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Protocol;

/// <summary><c>POST /v2/models/lesion-images/infer</c>: encoded pictures in, classifications out.</summary>
public sealed class PictureInferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_answers_exactly_what_the_other_door_answers(bool inBinary)
    {
        var tiny = new TinyModel();
        tiny = tiny with
        {
            Card = tiny.Card with { TestViews = 4, ReferBand = [0.45, 0.55], Input = tiny.Card.Input with { CentreCrop = 0.7 } },
        };
        await using var host = await ServingAsync(tiny);
        byte[][] files = [.. Enumerable.Range(1, 5).Select(seed => Pictures.Png(seed))];
        var (json, binary) = InferCall.Files(files, $$""", "parameters": { "binary_data_output": {{(inBinary ? "true" : "false")}} }""");

        var answer = await host.InferAsync(InferCall.Pictures, json, binary);

        var expected = new List<Classification>();
        foreach (var file in files)
        {
            using var response = await host.Http.PostAsync("/v1/classifications", new ByteArrayContent(file), Token);
            expected.Add((await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, Token))!);
        }

        answer.IsBinary("label").ShouldBe(inBinary);
        answer.Shape("probabilities").ShouldBe([5, 2]);
        answer.Doubles("probabilities").ShouldBe(
            expected.SelectMany(one => new[] { one.Probabilities["benign"], one.Probabilities["malignant"] }));
        answer.Texts("label").ShouldBe(expected.Select(one => one.Label));
        answer.Texts("decision").ShouldBe(expected.Select(one => one.Decision));
        answer.Json.GetProperty("model_name").GetString().ShouldBe("lesion-images");
    }

    [Fact]
    public async Task Its_answers_are_recorded_and_announced_like_any_other()
    {
        await using var host = await ServingAsync();
        var (json, binary) = InferCall.Files([Pictures.Png(1), Pictures.Png(2)]);

        await host.InferAsync(InferCall.Pictures, json, binary);

        string[] heard = [(await host.Classified.NextAsync()).Classification!.ImageId, (await host.Classified.NextAsync()).Classification!.ImageId];
        heard.ShouldBe([ImageId.Of(Pictures.Png(1)), ImageId.Of(Pictures.Png(2))], ignoreOrder: true);
        (await host.Store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: Token).CountAsync(Token)).ShouldBe(2);
    }

    [Fact]
    public async Task A_body_that_is_a_file_and_nothing_else_is_classified_too()
    {
        await using var host = await ServingAsync();
        var (json, binary) = InferCall.Files([Pictures.Png(3)]);

        var raw = await host.InferAsync(InferCall.Pictures, "", Pictures.Png(3));

        var whole = await host.InferAsync(InferCall.Pictures, json, binary);
        raw.IsBinary("label").ShouldBeTrue();
        raw.Texts("label").ShouldBe(whole.Texts("label"));
        raw.Doubles("probabilities").ShouldBe(whole.Doubles("probabilities"));
    }

    [Fact]
    public async Task A_picture_that_is_none_is_named_by_its_place()
    {
        await using var host = await ServingAsync();
        var (json, binary) = InferCall.Files([Pictures.Png(1), "This is no picture."u8.ToArray()]);

        var answer = await host.InferAsync(InferCall.Pictures, json, binary);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.ShouldStartWith("Input 'bytes', element 1:");
        host.Classified.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task More_pictures_than_may_wait_are_refused()
    {
        await using var host = await ServingAsync(settings: ("Lesion:Inference:MaxQueueSize", "2"));
        var (json, binary) = InferCall.Files([Pictures.Png(1), Pictures.Png(2), Pictures.Png(3)]);

        var answer = await host.InferAsync(InferCall.Pictures, json, binary);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.ShouldContain("1 to 2");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<InferenceHost> ServingAsync(TinyModel? tiny = null, params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        await host.PublishAsync(1, tiny ?? new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }
}
