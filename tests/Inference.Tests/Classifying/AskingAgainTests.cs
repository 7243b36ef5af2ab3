using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Classifying;

public sealed class AskingAgainTests : IDisposable
{
    private const string Path = "/v1/classifications";
    private static readonly byte[] Picture = Pictures.Png(1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_that_was_classified_and_kept_is_classified_again_by_its_id_on_any_version()
    {
        await using var host = await StartServingAsync(keep: true);
        var first = await host.ClassifyAsync(Picture);

        var older = await AgainAsync(host, $"?imageId={first.ImageId}&model=1");
        var same = await AgainAsync(host, $"?imageId={first.ImageId}");

        using var one = new TinyModel { Bias = 1 }.Load();
        first.Model.Version.ShouldBe(2);
        older.Model.Version.ShouldBe(1);
        older.Probabilities.ShouldBe(one.Classify(Picture).Probabilities);
        same.Probabilities.ShouldBe(first.Probabilities);
    }

    [Fact]
    public async Task A_picture_that_a_message_asked_about_is_kept_as_well()
    {
        await using var host = await StartServingAsync(keep: true);
        await host.Store.PutBytesAsync(Buckets.Requests, "visit.png", Picture, cancellationToken: Token);
        await host.Bus.Publish(new ClassifyImage { RequestId = "visit", Bucket = Buckets.Requests, Key = "visit.png" }, Token);
        var answer = await host.Classified.NextAsync();

        (await AgainAsync(host, $"?imageId={answer.Classification!.ImageId}")).Probabilities
            .ShouldBe(answer.Classification.Probabilities);
    }

    [Fact]
    public async Task A_picture_that_was_dropped_is_classified_by_its_id_and_no_second_copy_is_kept()
    {
        await using var host = await StartServingAsync(keep: true);
        var id = (await host.ClassifyAsync(Picture)).ImageId;
        await host.Store.DeleteAsync(Buckets.Requests, $"classified/{id}", Token);
        await host.Store.PutBytesAsync(Buckets.Images, Keys.Image(id), Picture, cancellationToken: Token);

        (await AgainAsync(host, $"?imageId={id}")).ImageId.ShouldBe(id);

        (await host.Store.HeadAsync(Buckets.Requests, $"classified/{id}", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_that_was_not_kept_is_gone_and_what_is_no_id_is_refused()
    {
        await using var host = await StartServingAsync(keep: false);
        var first = await host.ClassifyAsync(Picture);

        await RequireRefusedAsync(host, $"?imageId={first.ImageId}", HttpStatusCode.Gone, "not-kept");
        await RequireRefusedAsync(host, "?imageId=../manifest", HttpStatusCode.BadRequest, "bad-image-id");
    }

    [Fact]
    public async Task Who_takes_a_png_gets_the_picture_under_its_activation_map()
    {
        await using var host = await StartServingAsync(keep: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Picture) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/png"));

        using var response = await host.Http.SendAsync(request, Token);

        using var asked = new TinyModel { Bias = 2 }.Load();
        var explained = asked.Classify(Picture, withActivationMap: true);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        response.Headers.GetValues("Lesion-Label").ShouldBe([explained.Label]);
        response.Headers.GetValues("Lesion-Version").ShouldBe(["2"]);
        (await response.Content.ReadAsByteArrayAsync(Token))
            .ShouldBe(ActivationOverlay.Render(Picture, explained.ActivationMap!, explained.Label));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Versions 1 and 2, of which 2 is the champion.</summary>
    private async Task<InferenceHost> StartServingAsync(bool keep)
    {
        var host = await InferenceHost.StartAsync(_folder, ("Classification:KeepImages", keep ? "true" : "false"));
        await host.PublishAsync(1, new TinyModel { Bias = 1 });
        await host.PublishAsync(2, new TinyModel { Bias = 2 });
        await host.PromoteAsync(2);
        return host;
    }

    private static async Task<Classification> AgainAsync(InferenceHost host, string query)
    {
        using var response = await host.Http.PostAsync(Path + query, content: null, Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, Token))!;
    }

    private static async Task RequireRefusedAsync(InferenceHost host, string query, HttpStatusCode status, string type)
    {
        using var response = await host.Http.PostAsync(Path + query, content: null, Token);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("type").GetString().ShouldBe(type);
    }
}
