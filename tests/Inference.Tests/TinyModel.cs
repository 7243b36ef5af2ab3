using Google.Protobuf;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Onnx;

namespace Lesion.Inference.Tests;

/// <summary>
/// A whole classifier in a few hundred bytes: mean colour, a linear layer, softmax; loaded in milliseconds. Pixels count the
/// more the further right and down they lie, so that a turned picture gets another answer.
/// </summary>
internal sealed record TinyModel
{
    public static readonly string[] Classes = ["benign", "malignant"];

    private static readonly ModelNovelty AnyNovelty =
        new() { Share = 0.02, Limit = 1, Features = 3, Images = 0, Shrinkage = 0, Quantiles = [] };

    public ModelCard Card { get; init; } = new()
    {
        Classes = Classes,
        Positive = "malignant",
        Threshold = 0.5,
        Temperature = 1,
        Input = new ModelInput { Size = 8, Filter = "lanczos3", Canonical = CanonicalRecipe.Default.Id },
        Network = "mean-colour",
        DatasetId = "none",
    };

    /// <summary>Added to the logit of the positive class; tells models apart by their answers.</summary>
    public float Bias { get; init; }

    /// <summary>The side of the input that the graph really has; another than the card's makes the model foreign.</summary>
    public int? InputSize { get; init; }

    /// <summary>The name of the first output; another makes the model foreign.</summary>
    public string FirstOutput { get; init; } = "probabilities";

    /// <summary>Times the sum of the embedding it is the output <c>novelty</c>; null writes a model of an earlier build, without it.</summary>
    public float? Novelty { get; init; }

    /// <summary>Whether the card tells of an output <c>novelty</c>; another than the graph's makes the model foreign.</summary>
    public bool? CardHasNovelty { get; init; }

    public bool WithMetadata { get; init; } = true;

    public byte[] Build()
    {
        var graph = new GraphBuilder("tiny");
        var (size, classes) = (InputSize ?? Card.Input.Size, Card.Classes.Count);
        var image = graph.Input("image", ElementType.UInt8, "N", size, size, 3);
        var pixels = graph.Node("Cast", [image], NodeAttribute.Int("to", (long)ElementType.Float32));
        var scaled = graph.Node("Div", [pixels, graph.Constant("scale", 255f)]);
        var upright = graph.Node("Transpose", [scaled], NodeAttribute.Ints("perm", 0, 3, 1, 2));
        var ramp = Enumerable.Range(0, size * size).Select(i => 0.25f + (1.2f * (i % size) / size) + (0.6f * (i / size) / size)).ToArray();
        var channels = graph.Node("Mul", [upright, graph.Initializer("ramp", ramp, 1, 1, size, size)]);
        var embedding = graph.Node("ReduceMean", [channels], NodeAttribute.Ints("axes", 2, 3), NodeAttribute.Int("keepdims", 0));

        var weights = Enumerable.Range(0, 3 * classes).Select(i => (float)Math.Sin(1 + (2.5 * i)) * 3).ToArray();
        var bias = new float[classes];
        bias[^1] = Bias;
        var product = graph.Node("MatMul", [embedding, graph.Initializer("weight", weights, 3, classes)]);
        var logits = graph.Node("Add", [product, graph.Initializer("bias", bias, classes)]);
        var calibrated = graph.Node("Div", [logits, graph.Constant("temperature", (float)Card.Temperature)]);

        var transposed = Enumerable.Range(0, classes).SelectMany(c => Enumerable.Range(0, 3).Select(f => weights[(f * classes) + c] / 16)).ToArray();
        var cells = graph.Node(
            "AveragePool", [channels], NodeAttribute.Ints("kernel_shape", size / 4, size / 4), NodeAttribute.Ints("strides", size / 4, size / 4));
        var map = graph.Node("Conv", [cells, graph.Initializer("cell_weight", transposed, classes, 3, 1, 1)]);

        graph.Output(FirstOutput, graph.Node("Softmax", [calibrated]), ElementType.Float32, "N", classes);
        graph.Output("logits", logits, ElementType.Float32, "N", classes);
        graph.Output("embedding", embedding, ElementType.Float32, "N", 3);
        graph.Output("activation_map", map, ElementType.Float32, "N", classes, "h", "w");
        if (Novelty is { } scale)
        {
            var sum = graph.Node("ReduceSum", [embedding, graph.Constant("axis", [1L])], NodeAttribute.Int("keepdims", 0));
            graph.Output("novelty", graph.Node("Mul", [sum, graph.Constant("novelty_scale", scale)]), ElementType.Float32, "N");
        }

        var card = CardHasNovelty ?? Novelty is not null ? Card with { Novelty = AnyNovelty } : Card;
        return graph.Build(WithMetadata ? card.ToProperties() : new Dictionary<string, string>()).ToByteArray();
    }

    public OnnxModel Load(int version = 0, int instances = 1) => OnnxModel.Load(
        Build(),
        "tiny.onnx",
        new OnnxModelOptions { IntraOpThreads = 1, InstanceCount = instances },
        new ServedModel { Name = "lesion", Version = version });
}
