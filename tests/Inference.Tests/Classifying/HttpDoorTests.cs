using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Inference.Classifying;
using Lesion.Inference.Tests.Hosting;
using Lesion.Storage;

namespace Lesion.Inference.Tests.Classifying;

public sealed class HttpDoorTests : IDisposable
{
    private const string Path = "/v1/classifications";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, HttpStatusCode, string> BadImages => new()
    {
        { "empty", HttpStatusCode.BadRequest, "empty" },
        { "text", HttpStatusCode.BadRequest, "not-an-image" },
        { "zip", HttpStatusCode.BadRequest, "not-an-image" },
        { "cut", HttpStatusCode.BadRequest, "truncated" },
        { "bomb", HttpStatusCode.BadRequest, "too-many-pixels" },
        { "gif", HttpStatusCode.UnsupportedMediaType, "unsupported-format" },
        { "large", HttpStatusCode.RequestEntityTooLarge, "too-large" },
    };

    [Theory]
    [MemberData(nameof(BadImages))]
    public async Task A_bad_image_is_refused_with_what_is_wrong_and_stored_nowhere(string kind, HttpStatusCode status, string type)
    {
        await using var host = await StartServingAsync(("Lesion:Inference:MaxImageBytes", "100000"));

        using var response = await host.Http.PostAsync(Path, new ByteArrayContent(Bad(kind)), Token);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await ProblemAsync(response)).GetProperty("type").GetString().ShouldBe(type);
        (await host.Store.ListAsync(Buckets.Models, Keys.Classifications, cancellationToken: Token).AnyAsync(Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/classifications?explain=maybe", HttpStatusCode.BadRequest)]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound)]
    public async Task A_request_that_no_code_of_ours_sees_is_told_in_problem_details_too(string path, HttpStatusCode status)
    {
        await using var host = await InferenceHost.StartAsync(_folder);

        using var response = await host.Http.PostAsync(path, new ByteArrayContent(Pictures.Png(1)), Token);

        response.StatusCode.ShouldBe(status);
        (await ProblemAsync(response)).GetProperty("status").GetInt32().ShouldBe((int)status);
    }

    [Fact]
    public async Task Without_a_model_it_is_503_and_says_how_to_train_one()
    {
        await using var host = await InferenceHost.StartAsync(_folder);

        using var response = await host.Http.PostAsync(Path, new ByteArrayContent(Pictures.Png(1)), Token);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        var problem = await ProblemAsync(response);
        problem.GetProperty("type").GetString().ShouldBe("no-model");
        problem.GetProperty("detail").GetString()!.ShouldContain("/v1/trainings");
    }

    [Fact]
    public async Task With_as_many_requests_in_hand_as_allowed_it_is_503_with_a_time_to_come_back()
    {
        await using var host = await StartServingAsync(("Lesion:Inference:MaxQueueSize", "1"));
        using var inHand = host.Get<HttpAdmission>().Enter();

        using var response = await host.Http.PostAsync(Path, new ByteArrayContent(Pictures.Png(1)), Token);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        inHand.Dispose();
        await PostAsync(host, new ByteArrayContent(Pictures.Png(1)));
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up()
    {
        await using var host = await StartServingAsync();
        using var endless = new StreamContent(new EndlessStream());

        var answer = host.Http.PostAsync(Path, endless, Token);
        while (!answer.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        using var response = await answer;
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ProblemAsync(response)).GetProperty("type").GetString().ShouldBe("timeout");
    }

    [Fact]
    public async Task A_form_with_a_file_is_the_same_as_the_file_itself()
    {
        await using var host = await StartServingAsync();
        var image = Pictures.Png(5);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("ignored"), "comment" },
            { new ByteArrayContent(image), "image", "lesion.png" },
        };

        var byForm = await PostAsync(host, form);

        byForm.Probabilities.ShouldBe((await PostAsync(host, new ByteArrayContent(image))).Probabilities);
    }

    [Fact]
    public async Task The_type_that_the_body_claims_does_not_matter()
    {
        await using var host = await StartServingAsync();
        var content = new ByteArrayContent(Pictures.Png(5));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        (await PostAsync(host, content)).ImageId.ShouldBe(ImageId.Of(Pictures.Png(5)));
    }

    [Fact]
    public async Task A_form_without_a_file_is_refused()
    {
        await using var host = await StartServingAsync();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "comment" } };

        using var response = await host.Http.PostAsync(Path, form, Token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(response)).GetProperty("detail").GetString()!.ShouldContain("no file");
    }

    [Fact]
    public async Task Explaining_adds_the_map_to_the_answer_and_not_to_the_record()
    {
        await using var host = await StartServingAsync();

        var explained = await PostAsync(host, new ByteArrayContent(Pictures.Png(1)), "?explain=true");
        var plain = await PostAsync(host, new ByteArrayContent(Pictures.Png(1)));

        explained.ActivationMap!.Values.Keys.ShouldBe(TinyModel.Classes);
        explained.ActivationMap.Values["benign"].Length.ShouldBe(explained.ActivationMap.Width * explained.ActivationMap.Height);
        explained.Probabilities.ShouldBe(plain.Probabilities);
        plain.ActivationMap.ShouldBeNull();
        (await host.Classified.NextAsync()).Classification!.ActivationMap.ShouldBeNull();
    }

    [Fact]
    public async Task A_model_with_another_way_to_see_an_image_answers_after_the_swap()
    {
        await using var host = await StartServingAsync();
        var larger = new TinyModel();
        larger = larger with { Card = larger.Card with { Input = larger.Card.Input with { Size = 16 } } };
        await host.PublishAsync(2, larger);
        await host.PromoteAsync(2);

        (await PostAsync(host, new ByteArrayContent(Pictures.Png(1)))).Model.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Pictures_are_not_kept_unless_the_option_says_so()
    {
        await using (var host = await StartServingAsync())
        {
            await PostAsync(host, new ByteArrayContent(Pictures.Png(1)));
            (await host.Store.ListAsync(Buckets.Requests, cancellationToken: Token).AnyAsync(Token)).ShouldBeFalse();
        }

        await using var keeping = await StartServingAsync(("Classification:KeepImages", "true"));
        var answer = await PostAsync(keeping, new ByteArrayContent(Pictures.Png(1)));

        var kept = await keeping.Store.GetBytesAsync(Buckets.Requests, $"classified/{answer.ImageId}", Token);
        kept.ShouldBe(Pictures.Png(1));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bad(string kind) => kind switch
    {
        "empty" => [],
        "text" => "This is no picture."u8.ToArray(),
        "zip" => [0x50, 0x4B, 0x03, 0x04, .. new byte[60]],
        "cut" => Pictures.Png(1, 120, 120)[..5000],
        "bomb" => Bomb(),
        "gif" => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, .. new byte[40]],
        "large" => Pictures.Png(1, 300, 300),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A small PNG whose header declares 60,000 × 60,000 pixels.</summary>
    private static byte[] Bomb()
    {
        var png = Pictures.Png(1);
        const int width = 16;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(width), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(width + 4), 60_000);
        return png;
    }

    private static async Task<Classification> PostAsync(InferenceHost host, HttpContent content, string query = "")
    {
        using var response = await host.Http.PostAsync(Path + query, content, Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, Token))!;
    }

    private static Task<JsonElement> ProblemAsync(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(Token);

    private async Task<InferenceHost> StartServingAsync(params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }

    /// <summary>An upload that begins and never goes on.</summary>
    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
