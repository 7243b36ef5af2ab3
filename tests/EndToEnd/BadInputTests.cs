using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Lesion.EndToEnd.Support;

namespace Lesion.EndToEnd;

/// <summary>Whatever is dropped or posted, it gets a clear message, and stops nothing else.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LesionServer? _server;

    private LesionServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await LesionServer.StartAsync(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Bad_files_in_the_inbox_go_to_quarantine_and_good_ones_are_prepared()
    {
        var bad = new (string Key, byte[] Bytes, string Reason)[]
        {
            ("benign/list.jpg", BadFiles.Text, "notAnImage"),
            ("benign/empty.jpg", [], "empty"),
            ("benign/cut.jpg", BadFiles.CutOff(PaintedSet.Picture(0)), "truncated"),
            ("benign/bomb.png", BadFiles.PngDeclaring(60_000), "tooManyPixels"),
            ("benign/huge.jpg", new byte[100_000_000], "tooLarge"),
            ("benign/moving.gif", BadFiles.AnimatedGif, "unsupportedFormat"),
            ("benign/archive.jpg", BadFiles.Zip, "notAnImage"),
            ("wh@t <is> this?/photo.jpg", PaintedSet.Picture(2), "badLabel"),
            ("benign/deeper/photo.jpg", PaintedSet.Picture(4), "badKey"),
            ("labels.csv", BadFiles.Text, "badLabelSheet"),
        };
        foreach (var (key, bytes, _) in bad)
        {
            Server.Drop(key, bytes);
        }

        Server.Drop("malignant/good.jpg", PaintedSet.Picture(1));

        await Eventually.IsTrueAsync("the good image is prepared", async () =>
            (await Server.ListAsync("/v1/images")).Any(image => (bool)image["prepared"]!));
        var rejections = await Eventually.GetAsync("all bad files are rejected", async () =>
            await Server.ListAsync("/v1/rejections") is var listed && listed.Count >= bad.Length ? listed : null);

        rejections.Select(file => ((string)file["dropKey"]!, (string)file["reason"]!)).Order()
            .ShouldBe(bad.Select(file => (file.Key, file.Reason)).Order());
        foreach (var rejection in rejections)
        {
            var (key, bytes, _) = bad.Single(file => file.Key == (string)rejection["dropKey"]!);
            ((string)rejection["message"]!).ShouldContain(Path.GetFileName(key));
            File.ReadAllBytes(Path.Combine(Server.Bucket("lesion-images"), (string)rejection["quarantined"]!["key"]!))
                .ShouldBe(bytes, $"'{key}' is not kept as it was.");
        }

        Directory.EnumerateFiles(Server.Inbox, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Bad_uploads_are_refused_by_HTTP_with_problem_details()
    {
        await RefusedAsync("/v1/images", BadFiles.Text, HttpStatusCode.BadRequest, "not-an-image");
        await RefusedAsync("/v1/images", [], HttpStatusCode.BadRequest, "empty");
        await RefusedAsync("/v1/images", BadFiles.CutOff(PaintedSet.Picture(0)), HttpStatusCode.BadRequest, "truncated");
        await RefusedAsync("/v1/images", BadFiles.PngDeclaring(60_000), HttpStatusCode.BadRequest, "too-many-pixels");
        await RefusedAsync("/v1/images", BadFiles.AnimatedGif, HttpStatusCode.UnsupportedMediaType, "unsupported-format");
        await RefusedAsync("/v1/images", BadFiles.Zip, HttpStatusCode.BadRequest, "not-an-image");
        await RefusedAsync("/v1/images", new byte[100_000_000], HttpStatusCode.RequestEntityTooLarge, "too-large");
        await RefusedAsync("/v1/images?label=..%2Fup", PaintedSet.Picture(0), HttpStatusCode.BadRequest, "bad-label");
        await RefusedAsync("/v1/images?label=wh%40t%3F", PaintedSet.Picture(0), HttpStatusCode.BadRequest, "bad-label");

        (await Server.ListAsync("/v1/images")).ShouldBeEmpty();
        (await Server.ListAsync("/v1/rejections")).ShouldBeEmpty();
        var alive = await Server.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/v1/images?label=benign")]
    [InlineData("/v1/classifications")]
    public async Task A_form_that_ends_early_is_refused_and_says_so(string path)
    {
        var form = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nhalf a pict";
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(form));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=cut");
        using var response = await Server.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        text.ShouldContain("ends early");
    }

    [Fact]
    public async Task A_name_that_climbs_stays_in_its_folder()
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(PaintedSet.Picture(0));
        form.Add(file, "file", "../../../up.jpg");
        using var response = await Server.Http.PostAsync("/v1/images?label=benign", form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync("the image is known", async () => (await Server.ListAsync("/v1/images")).Count == 1);
        Directory.EnumerateFiles(_folder.Path, "up.jpg", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_training_without_enough_images_fails_and_says_what_to_do()
    {
        Server.Drop("benign/0.jpg", PaintedSet.Picture(0));
        Server.Drop("malignant/1.jpg", PaintedSet.Picture(1));
        await Eventually.IsTrueAsync("both are prepared", async () =>
            (await Server.ListAsync("/v1/images")).Count(image => (bool)image["prepared"]!) == 2);

        using var response = await Server.Http.PostAsync("/v1/trainings", null, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var training = await Eventually.GetAsync("the training fails", async () =>
            (await Server.ListAsync("/v1/trainings")).SingleOrDefault(one => (string)one["status"]! == "failed"));

        ((string)training["message"]!).ShouldContain("too few images");
    }

    [Fact]
    public async Task Without_a_model_a_classification_says_how_to_train_one()
    {
        using var content = new ByteArrayContent(PaintedSet.Picture(0));
        using var response = await Server.Http.PostAsync("/v1/classifications", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string)problem["type"]!).ShouldBe("no-model");
        ((string)problem["detail"]!).ShouldContain("/v1/trainings");
    }

    private async Task RefusedAsync(string path, byte[] body, HttpStatusCode status, string type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        // As curl does: the server may refuse before the bytes are sent.
        request.Headers.ExpectContinue = true;
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!;
        ((string)problem["type"]!).ShouldBe(type, text);
        ((string)problem["detail"]!).ShouldNotBeNullOrWhiteSpace();
    }
}
