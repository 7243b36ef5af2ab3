using System.Text;
using Lesion.Gateway.Tests.Support;
using Lesion.Storage;

namespace Lesion.Gateway.Tests.Http;

/// <summary>What cannot be done is refused with a code and a remedy, and leaves nothing behind.</summary>
public sealed class RefusalTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Client => shared.Host.Client;

    [Theory]
    [InlineData("", 400, "empty")]
    [InlineData("just some text in a file", 400, "not-an-image")]
    [InlineData("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;", 415, "unsupported-format")]
    public async Task Bytes_that_are_no_accepted_image(string body, int status, string code)
    {
        using var response = await Client.PostAsync(
            "/v1/images", new ByteArrayContent(Encoding.Latin1.GetBytes(body)), Cancellation);

        await response.ShouldBeProblemAsync(status, code);
        await ShouldHaveStoredNothingAsync();
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("unlabelled")]
    [InlineData("a\nb")]
    public async Task An_upload_with_a_label_that_cannot_be_one(string label)
    {
        using var response = await Client.PostAsync(
            $"/v1/images?label={Uri.EscapeDataString(label)}", new ByteArrayContent(Samples.Bitmap(1)), Cancellation);

        await response.ShouldBeProblemAsync(400, "bad-label");
        await ShouldHaveStoredNothingAsync();
    }

    [Theory]
    [InlineData("/v1/images?limit=0", 400, "bad-limit")]
    [InlineData("/v1/images?cursor=!", 400, "bad-cursor")]
    [InlineData("/v1/images?state=odd", 400, "bad-state")]
    [InlineData("/v1/images/abc", 404, "not-found")]
    [InlineData("/v1/trainings/abc", 404, "not-found")]
    [InlineData("/v1/trainings/abc/events", 404, "not-found")]
    [InlineData("/v1/models/7", 404, "not-found")]
    public async Task A_question_about_what_is_not_there(string address, int status, string code)
    {
        using var response = await Client.GetAsync(address, Cancellation);

        await response.ShouldBeProblemAsync(status, code);
    }

    [Theory]
    [InlineData("GET", "/v1/images?limit=many", 400, "bad-request", "\"many\"")]
    [InlineData("GET", "/v1/imags", 404, "no-such-address", "'/v1/imags'")]
    [InlineData("GET", "/v1/models/7th", 404, "no-such-address", "/docs")]
    [InlineData("PATCH", "/v1/trainings", 405, "method-not-allowed", "GET, POST")]
    public async Task What_no_endpoint_can_read(string method, string address, int status, string code, string remedy)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        using var response = await Client.SendAsync(request, Cancellation);

        (await response.ShouldBeProblemAsync(status, code)).ShouldContain(remedy);
    }

    [Theory]
    [InlineData("{\"lable\": \"benign\"}", "bad-json", "lable")]
    [InlineData("{\"label\": ", "bad-json", "label")]
    [InlineData("", "bad-request", "label")]
    public async Task A_label_whose_json_is_wrong(string body, string code, string named)
    {
        using var response = await Client.PutAsync(
            $"/v1/images/{Samples.Id("a")}/label", new StringContent(body), Cancellation);

        (await response.ShouldBeProblemAsync(400, code)).ShouldContain(named);
    }

    [Theory]
    [InlineData("""{"preset":"quick"}""", "bad-training", "frozen, fast, best")]
    [InlineData("""{"recipe":"fast"}""", "bad-training", "JSON object")]
    [InlineData("""{"budgetMinutes":0}""", "bad-training", "more than 0")]
    [InlineData("""{"pressets":"fast"}""", "bad-json", "pressets")]
    [InlineData("""{"seed":"x"}""", "bad-json", "seed")]
    public async Task A_training_that_makes_no_sense(string body, string code, string remedy)
    {
        using var response = await Client.PostAsync("/v1/trainings", new StringContent(body), Cancellation);

        (await response.ShouldBeProblemAsync(400, code)).ShouldContain(remedy);
        await ShouldHaveStoredNothingAsync();
    }

    [Theory]
    [InlineData("/v1/models/9:promote", "", 404, "not-found")]
    [InlineData("/v1/models/1:promote", """{"by":"rule"}""", 400, "bad-by")]
    [InlineData("/v1/models/1:promote", """{"who":"anna"}""", 400, "bad-json")]
    [InlineData("/v1/models/1:promote", """{"alias":"best"}""", 400, "bad-alias")]
    public async Task A_promotion_that_cannot_be(string address, string body, int status, string code)
    {
        using var response = await Client.PostAsync(address, new StringContent(body), Cancellation);

        await response.ShouldBeProblemAsync(status, code);
    }

    private async Task ShouldHaveStoredNothingAsync()
    {
        foreach (var bucket in Buckets.All)
        {
            (await shared.Host.Store.ListAsync(bucket, cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        }
    }
}
