using System.Text.Json;
using Google.Protobuf;
using Lesion.Learning.Networks;
using Lesion.Learning.Weights;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks.Zoo;

/// <summary>The zoo's networks against torchvision's own.</summary>
public sealed class TorchvisionGoldenTests
{
    public static TheoryData<string> Networks { get; } =
        [.. NetworkZoo.Names.Except([NetworkZoo.Default])];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_torchvisions_by_names_and_shapes_and_by_its_logits_in_both_runtimes(string name)
    {
        var golden = Golden(name);
        var stages = NetworkZoo.Create(name);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        Names(stages).ShouldBe(golden.GetProperty("state").EnumerateObject().Select(Describe).Order(StringComparer.Ordinal));
        using var loaded = new LoadedStages(stages, RuleFilled.State(stages));
        var size = NetworkZoo.InputSize(name);
        golden.GetProperty("input").EnumerateArray().Select(extent => extent.GetInt32()).ShouldBe([1, 3, size, size]);
        var input = RuleFilled.Input(1, 3, size, size);

        var torchLogits = loaded.Forward(input, ..);
        var onnxLogits = RunOnnx(stages, input);

        var expected = tensor(golden.GetProperty("logits_first_16").EnumerateArray().Select(logit => logit.GetSingle()).ToArray());
        var (mean, deviation) = (golden.GetProperty("logits_mean").GetDouble(), golden.GetProperty("logits_std").GetDouble());
        foreach (var logits in new[] { torchLogits, onnxLogits })
        {
            ((logits[0, ..16] - expected).abs().max().item<float>() / deviation).ShouldBeLessThan(1e-3);
            (Math.Abs(logits.mean().item<float>() - mean) / deviation).ShouldBeLessThan(1e-3);
            logits.std().item<float>().ShouldBe((float)deviation, tolerance: 1e-3 * deviation);
        }
        ((torchLogits - onnxLogits).abs().max().item<float>() / deviation).ShouldBeLessThan(1e-3);
    }

    [Theory]
    [InlineData("squeezenet1_1", "fire9")]
    [InlineData("mobilenet_v2", "top")]
    public void Real_weights_give_what_an_independent_implementation_gives(string name, string top)
    {
        using var golden = SafeTensors.Read(SharedData.Weights("golden.safetensors"));
        var stages = NetworkZoo.Create(name);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var loaded = new LoadedStages(stages, SafeTensors.Read(SharedData.Weights($"{name}.safetensors")));

        var features = loaded.Forward(golden["input"], ..^1);
        var logits = stages[^1].Forward(features);

        stages[^2].Name.ShouldBe(top);
        Difference(features.mean([2, 3]), golden[$"{name}.features.mean"]).ShouldBeLessThan(1e-3f);
        Difference(logits, golden[$"{name}.logits"]).ShouldBeLessThan(1e-3f);
        Difference(RunOnnx(stages, golden["input"]), golden[$"{name}.logits"]).ShouldBeLessThan(1e-3f);
    }

    /// <summary>The largest difference, as a share of the deviation of what is expected.</summary>
    private static float Difference(Tensor actual, Tensor expected) =>
        (actual - expected).abs().max().item<float>() / expected.std().item<float>();

    private static Tensor RunOnnx(IReadOnlyList<Stage> stages, Tensor input)
    {
        var graph = new GraphBuilder("network");
        var planes = graph.Input("image", ElementType.Float32, "N", 3, "H", "W");
        var logits = stages.Aggregate(planes, (value, stage) => stage.Write(graph, "", value));
        graph.Output("logits", logits, ElementType.Float32, "N", Stage.ImageNetClasses);
        using var session = new InferenceSession(graph.Build([]).ToByteArray());
        return OnnxAnswers.Run(session, input)["logits"];
    }

    private static IEnumerable<string> Names(IEnumerable<Stage> stages) => stages.SelectMany(stage => stage.Weights)
        .Select(weight => $"{weight.Path} [{string.Join(", ", weight.Weight.Shape)}]")
        .Order(StringComparer.Ordinal);

    private static string Describe(JsonProperty tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Value.EnumerateArray())}]";

    private static JsonElement Golden(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedData.Golden("torchvision.json")));
        return file.RootElement.GetProperty(name).Clone();
    }
}
