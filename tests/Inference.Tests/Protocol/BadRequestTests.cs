using System.Net;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Protocol;

/// <summary>A request that does not fit is refused with the tensor, what was expected and what was given.</summary>
public sealed class BadRequestTests(BadRequestTests.ServingHost serving) : IClassFixture<BadRequestTests.ServingHost>
{
    private static readonly byte[] Row = Pictures.Input(1);

    private InferenceHost Host => serving.Host;

    [Theory]
    [InlineData("""{ "inputs": [ """, "no JSON")]
    [InlineData("", "no JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{ "inputs": {} }""", "'inputs' must be an array")]
    [InlineData("""{ "inputs": [] }""", "'image' is missing")]
    [InlineData("""{ "inputs": [ { "datatype": "UINT8", "shape": [1], "data": [1] } ] }""", "no 'name'")]
    [InlineData("""{ "inputs": [ { "name": "image", "shape": [1], "data": [1] } ] }""", "'image' has no 'datatype'")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "data": [1] } ] }""", "'image' has no 'shape'")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 8, 8, 3] } ] }""", "'image' has neither 'data' nor")]
    [InlineData("""{ "inputs": [ { "name": "x", "datatype": "UINT8", "shape": [1], "data": [1] } ] }""", "no input 'x'; the model takes 'image'")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "FP32", "shape": [1, 8, 8, 3], "data": [1] } ] }""", "'image' has datatype FP32; expected UINT8")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 3, 8, 8], "data": [1] } ] }""", "'image' has shape [1, 3, 8, 8]; expected [-1, 8, 8, 3]")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [192], "data": [1] } ] }""", "'image' has shape [192]; expected [-1, 8, 8, 3]")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [-1, 8, 8, 3], "data": [1] } ] }""", "'shape' must be a whole number")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [0, 8, 8, 3], "data": [] } ] }""", "'image' has 0 rows; a request takes 1 to 8")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [9223372036854775807, 8, 8, 3], "data": [] } ] }""", "1 to 8")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 8, 8, 3], "data": [1, 2] } ] }""", "'image' of shape [1, 8, 8, 3] and datatype UINT8 has 2 elements; expected 192")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 8, 8, 3], "data": [1, 256] } ] }""", "'image' has at element 1 something else")]
    [InlineData("""{ "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [1, 8, 8, 3], "data": [1, 0.5] } ] }""", "'image' has at element 1 something else")]
    public async Task In_json(string json, string named)
    {
        var answer = await Host.InferAsync(InferCall.Graph, json);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.ShouldContain(named);
    }

    [Theory]
    [InlineData(""", "outputs": [ { "name": "label" } ]""", "no output 'label'; the model gives 'probabilities'")]
    [InlineData(""", "outputs": [ { } ]""", "no 'name'")]
    [InlineData(""", "outputs": [ { "name": "logits", "parameters": { "classification": 2 } } ]""", "'classification' is not supported")]
    [InlineData(""", "outputs": [ { "name": "logits", "parameters": { "binary_data": 1 } } ]""", "'binary_data' must be true or false")]
    [InlineData(""", "parameters": { "timeout": "soon" }""", "'timeout' must be a whole number")]
    [InlineData(""", "id": 42""", "'id' must be a string")]
    public async Task In_what_is_asked_for(string rest, string named)
    {
        var answer = await Host.InferAsync(InferCall.Graph, InferCall.BinaryImage(1, rest), Row);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.ShouldContain(named);
    }

    [Fact]
    public async Task In_binary()
    {
        var json = InferCall.BinaryImage(1);

        (await Host.InferAsync(InferCall.Graph, json, Row[..191])).Error.ShouldContain("'image' is said to have 192 bytes");
        (await Host.InferAsync(InferCall.Graph, json, [.. Row, 0])).Error.ShouldContain("1 bytes at the end of the body");
        (await Host.InferAsync(InferCall.Graph, json.Replace("[1,", "[2,"), Row)).Error.ShouldContain("'image' of shape [2, 8, 8, 3]");
        (await Host.InferAsync(InferCall.Graph, json, Row, "99999")).Error.ShouldContain("Inference-Header-Content-Length is 99999");
        (await Host.InferAsync(InferCall.Graph, json, Row, "-1")).Error.ShouldContain("Inference-Header-Content-Length is -1");
        (await Host.InferAsync(InferCall.Graph, json, Row, "many")).Error.ShouldContain("'many'");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public async Task In_the_number_of_files(int files, int shape)
    {
        var (json, binary) = InferCall.Files([.. Enumerable.Range(1, files).Select(seed => Pictures.Png(seed))]);

        var answer = await Host.InferAsync(InferCall.Pictures, json.Replace($"[{files}]", $"[{shape}]"), binary);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.ShouldContain($"'bytes' of shape [{shape}] and datatype BYTES has {files} elements; expected {shape}");
    }

    [Fact]
    public async Task In_a_file_that_ends_early_or_came_as_json()
    {
        var (json, binary) = InferCall.Files([Pictures.Png(1)]);
        binary[0]++;

        (await Host.InferAsync(InferCall.Pictures, json, binary)).Error.ShouldContain("'bytes' ends within element 0");
        (await Host.InferAsync(
            InferCall.Pictures, """{ "inputs": [ { "name": "bytes", "datatype": "BYTES", "shape": [1], "data": ["x"] } ] }"""))
            .Error.ShouldContain("send it as binary data");
    }

    [Fact]
    public async Task In_its_size_or_its_encoding()
    {
        (await Host.InferAsync(InferCall.Graph, new string(' ', 200_000))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using var zipped = new ByteArrayContent(Row);
        zipped.Headers.ContentEncoding.Add("gzip");
        using var response = await Host.Http.PostAsync(InferCall.Graph, zipped, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    /// <summary>One service for tests that leave nothing behind.</summary>
    public sealed class ServingHost : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private InferenceHost? _host;

        internal InferenceHost Host => _host ?? throw new InvalidOperationException("The service was not started.");

        public async ValueTask InitializeAsync()
        {
            _host = await InferenceHost.StartAsync(_folder, ("Lesion:Inference:Protocol:MaxBodyBytes", "100000"));
            await Host.PublishAsync(1, new TinyModel());
            await Host.PromoteAsync(1);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
