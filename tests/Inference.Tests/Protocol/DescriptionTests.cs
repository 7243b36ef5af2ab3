using System.Net;
using System.Text.Json;
using Lesion.Inference.Tests.Hosting;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference.Tests.Protocol;

/// <summary>What clients read before they ask: health, metadata, configuration, index.</summary>
public sealed class DescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Without_a_model_it_lives_and_is_not_ready_and_then_it_is()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        string[] readiness = ["/v2/health/ready", "/v2/models/lesion/ready", "/v2/models/lesion-images/ready", "/v2/models/lesion/versions/1/ready"];

        (await host.GetAsync("/v2/health/live")).Json.GetProperty("live").GetBoolean().ShouldBeTrue();
        foreach (var path in readiness)
        {
            var answer = await host.GetAsync(path);
            answer.Status.ShouldBe(HttpStatusCode.BadRequest, path);
            answer.Json.GetProperty("ready").GetBoolean().ShouldBeFalse(path);
        }

        var asked = await host.GetAsync("/v2/models/lesion");
        asked.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        asked.Error.ShouldContain("/v1/trainings");

        await ServeAsync(host, 1);
        foreach (var path in readiness)
        {
            (await host.GetAsync(path)).Json.GetProperty("ready").GetBoolean().ShouldBeTrue(path);
        }
    }

    [Fact]
    public async Task The_server_names_itself_and_the_extensions_that_it_has()
    {
        await using var host = await InferenceHost.StartAsync(_folder);

        var server = await host.GetAsync("/v2");

        server.Json.GetProperty("name").GetString().ShouldBe("lesion");
        server.Json.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        server.Json.GetProperty("extensions").EnumerateArray().Select(one => one.GetString()).ShouldContain("binary_tensor_data");
    }

    [Theory]
    [InlineData("/v2/models/lesion")]
    [InlineData("/v2/models/lesion/versions/3")]
    public async Task The_graphs_metadata_are_those_of_the_session(string path)
    {
        await using var host = await ServingAsync(3);

        var metadata = (await host.GetAsync(path)).Json;

        using var session = new InferenceSession(new TinyModel().Build());
        metadata.GetProperty("name").GetString().ShouldBe("lesion");
        metadata.GetProperty("platform").GetString().ShouldBe("onnxruntime_onnx");
        metadata.GetProperty("versions").EnumerateArray().Select(version => version.GetString()).ShouldBe(["3"]);
        Tensors(metadata, "inputs").ShouldBe(Tensors(session.InputMetadata, "UINT8"));
        Tensors(metadata, "outputs").ShouldBe(Tensors(session.OutputMetadata, "FP32"), ignoreOrder: true);
    }

    [Fact]
    public async Task The_model_of_pictures_takes_files_and_gives_classifications()
    {
        await using var host = await ServingAsync(3);

        var metadata = (await host.GetAsync("/v2/models/lesion-images")).Json;

        Tensors(metadata, "inputs").ShouldBe(["bytes BYTES -1"]);
        Tensors(metadata, "outputs").ShouldBe(["probabilities FP64 -1,2", "label BYTES -1", "decision BYTES -1"]);
    }

    [Fact]
    public async Task The_configuration_says_what_load_generators_look_for()
    {
        await using var host = await ServingAsync(3, ("Lesion:Inference:MaxBatchSize", "4"));

        var config = (await host.GetAsync("/v2/models/lesion/config")).Json;

        config.GetProperty("max_batch_size").GetInt32().ShouldBe(4);
        config.TryGetProperty("dynamic_batching", out _).ShouldBeTrue();
        var input = config.GetProperty("input")[0];
        input.GetProperty("data_type").GetString().ShouldBe("TYPE_UINT8");
        input.GetProperty("dims").EnumerateArray().Select(length => length.GetInt32()).ShouldBe([8, 8, 3]);
        config.GetProperty("parameters").GetProperty("classes").GetProperty("string_value").GetString().ShouldBe("benign,malignant");
        (await host.GetAsync("/v2/models/lesion-images/versions/3/config")).Json.GetProperty("max_batch_size").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_index_lists_what_serves()
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        (await host.InferAsync("/v2/repository/index", "")).Json.GetArrayLength().ShouldBe(0);
        await ServeAsync(host, 3);

        var index = (await host.InferAsync("/v2/repository/index", """{ "ready": true }""")).Json;

        index.EnumerateArray().Select(entry => $"{entry.GetProperty("name")} {entry.GetProperty("version")} {entry.GetProperty("state")}")
            .ShouldBe(["lesion 3 READY", "lesion-images 3 READY"]);
    }

    [Theory]
    [InlineData("/v2/models/other", "other")]
    [InlineData("/v2/models/other/ready", "other")]
    [InlineData("/v2/models/lesion/versions/4", "Version '4'")]
    [InlineData("/v2/models/lesion/versions/latest/config", "'latest'")]
    [InlineData("/v2/models/lesion-images/versions/4/ready", "Version '4'")]
    [InlineData("/v2/systemsharedmemory/status", "/v2/systemsharedmemory/status")]
    public async Task What_is_not_there_is_404_in_the_protocols_own_words(string path, string named)
    {
        await using var host = await ServingAsync(3);

        var answer = await host.GetAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Error.ShouldContain(named);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Tensors(JsonElement metadata, string side) =>
    [
        .. metadata.GetProperty(side).EnumerateArray().Select(tensor =>
            $"{tensor.GetProperty("name")} {tensor.GetProperty("datatype")} {string.Join(',', tensor.GetProperty("shape").EnumerateArray())}"),
    ];

    private static string[] Tensors(IReadOnlyDictionary<string, NodeMetadata> nodes, string datatype) =>
        [.. nodes.Select(node => $"{node.Key} {datatype} {string.Join(',', node.Value.Dimensions)}")];

    private static async Task ServeAsync(InferenceHost host, int version)
    {
        await host.PublishAsync(version, new TinyModel());
        await host.PromoteAsync(version);
    }

    private async Task<InferenceHost> ServingAsync(int version, params (string Key, string Value)[] settings)
    {
        var host = await InferenceHost.StartAsync(_folder, settings);
        await ServeAsync(host, version);
        return host;
    }
}
