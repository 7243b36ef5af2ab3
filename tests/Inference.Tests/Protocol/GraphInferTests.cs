using System.Net;
using Lesion.Inference.Tests.Hosting;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference.Tests.Protocol;

/// <summary><c>POST /v2/models/lesion/infer</c>: rows in, and of each what the network says.</summary>
public sealed class GraphInferTests : IDisposable
{
    private static readonly string[] Usual = ["probabilities", "logits", "embedding"];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Json_and_binary_give_what_the_session_itself_gives(int rows)
    {
        await using var host = await ServingAsync();
        var pixels = Rows(rows);

        var json = await host.InferAsync(InferCall.Graph, InferCall.Image(pixels, rows));
        var binary = await host.InferAsync(
            InferCall.Graph, InferCall.BinaryImage(rows, """, "parameters": { "binary_data_output": true }"""), pixels);

        var expected = Run(pixels, rows);
        json.Outputs.ShouldBe(Usual);
        binary.Outputs.ShouldBe(Usual);
        foreach (var output in Usual)
        {
            binary.IsBinary(output).ShouldBeTrue();
            binary.Shape(output).ShouldBe([rows, expected[output].Length / rows]);
            json.Shape(output).ShouldBe(binary.Shape(output));
            json.Floats(output).ShouldBe(binary.Floats(output));
            // Another batch size may sum in another order.
            binary.Floats(output).Zip(expected[output]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6f);
        }
    }

    [Fact]
    public async Task Outputs_come_as_they_are_asked_for_the_activation_map_only_then()
    {
        await using var host = await ServingAsync();

        var answer = await host.InferAsync(
            InferCall.Graph,
            InferCall.BinaryImage(1, """
                , "id": "42", "parameters": { "binary_data_output": true, "custom": { "a": [1] } },
                "outputs": [ { "name": "activation_map" }, { "name": "logits", "parameters": { "binary_data": false } } ]
                """),
            Rows(1));

        answer.Outputs.ShouldBe(["activation_map", "logits"]);
        answer.Shape("activation_map").ShouldBe([1, 2, 4, 4]);
        answer.IsBinary("activation_map").ShouldBeTrue();
        answer.IsBinary("logits").ShouldBeFalse();
        answer.Json.GetProperty("id").GetString().ShouldBe("42");
        answer.Json.GetProperty("model_name").GetString().ShouldBe("lesion");
        answer.Json.GetProperty("model_version").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task Nested_data_before_the_shape_are_the_same_as_flat_data_behind_it()
    {
        await using var host = await ServingAsync();
        var pixels = Rows(2);
        var nested = $"[{string.Join(',', pixels.Chunk(192).Select(row => $"[{string.Join(',', row)}]"))}]";

        var answer = await host.InferAsync(
            InferCall.Graph, $$"""{ "inputs": [ { "data": {{nested}}, "shape": [2, 8, 8, 3], "datatype": "UINT8", "name": "image" } ] }""");

        answer.Floats("logits").ShouldBe((await host.InferAsync(InferCall.Graph, InferCall.Image(pixels, 2))).Floats("logits"));
    }

    [Fact]
    public async Task A_body_that_is_a_row_and_nothing_else_is_answered_in_binary()
    {
        await using var host = await ServingAsync();

        var raw = await host.InferAsync(InferCall.Graph, "", Rows(1));

        raw.IsBinary("logits").ShouldBeTrue();
        raw.Floats("logits").ShouldBe((await host.InferAsync(InferCall.Graph, InferCall.Image(Rows(1), 1))).Floats("logits"));
        (await host.InferAsync(InferCall.Graph, "", Rows(2))).Error.ShouldContain("'image' of shape [1, 8, 8, 3]");
    }

    [Fact]
    public async Task A_version_that_is_asked_for_answers_or_nobody()
    {
        await using var host = await ServingAsync();
        const string second = "/v2/models/lesion/versions/2/infer";

        (await host.InferAsync(second, InferCall.Image(Rows(1), 1))).Status.ShouldBe(HttpStatusCode.NotFound);
        await host.PublishAsync(2, new TinyModel { Bias = 1 });
        await host.PromoteAsync(2);

        (await VersionAsync(second)).ShouldBe("2");
        (await VersionAsync("/v2/models/lesion/versions/champion/infer")).ShouldBe("2");
        (await VersionAsync("/v2/models/lesion/versions/1/infer")).ShouldBe("1");
        (await host.InferAsync("/v2/models/lesion/versions/latest/infer", "")).Status.ShouldBe(HttpStatusCode.NotFound);

        async Task<string?> VersionAsync(string path) =>
            (await host.InferAsync(path, InferCall.Image(Rows(1), 1))).Json.GetProperty("model_version").GetString();
    }

    [Fact]
    public async Task Rows_of_a_model_with_test_time_views_are_run_as_they_are()
    {
        var tiny = new TinyModel();
        tiny = tiny with { Card = tiny.Card with { TestViews = 4, Input = tiny.Card.Input with { CentreCrop = 0.7 } } };
        await using var host = await ServingAsync(tiny);

        var answer = await host.InferAsync(InferCall.Graph, InferCall.BinaryImage(5), Rows(5));

        var expected = Run(Rows(5), 5)["logits"];
        answer.Floats("logits").Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6f);
    }

    [Fact]
    public async Task A_request_that_is_late_by_its_own_word_is_given_up()
    {
        await using var host = await ServingAsync();

        var answer = await host.InferAsync(InferCall.Graph, InferCall.Image(Rows(1), 1, """, "parameters": { "timeout": 1 }"""));

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Error.ShouldContain("'timeout'");
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Rows(int count) => [.. Enumerable.Range(1, count).SelectMany(seed => Pictures.Input(seed))];

    private static Dictionary<string, float[]> Run(byte[] pixels, int rows)
    {
        using var session = new InferenceSession(new TinyModel().Build());
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [rows, 8, 8, 3]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["image"], [input], Usual);
        return Usual.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    private async Task<InferenceHost> ServingAsync(TinyModel? tiny = null)
    {
        var host = await InferenceHost.StartAsync(_folder);
        await host.PublishAsync(1, tiny ?? new TinyModel());
        await host.PromoteAsync(1);
        return host;
    }
}
