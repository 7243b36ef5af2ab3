using Lesion.Contracts;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests;

/// <summary>Small inputs and networks that the tests share.</summary>
internal static class Samples
{
    public static NetworkPlan Plan { get; } = new() { Classes = ["benign", "malignant"] };

    public static ModelCard Card { get; } = new()
    {
        Classes = Plan.Classes,
        Positive = "malignant",
        Threshold = 0.41,
        Temperature = 1.7,
        Input = new ModelInput { Size = 64, Filter = "lanczos3", Canonical = "canonical-1" },
        TestViews = 4,
        Network = Plan.Weights,
        DatasetId = "0123",
    };

    /// <summary>Smooth coloured blobs, uint8 [count, height, width, 3]: no two alike, the same on every machine.</summary>
    public static Tensor DrawImages(int count, int height, int width)
    {
        var pixels = new byte[count * height * width * 3];
        var at = 0;
        for (var n = 0; n < count; n++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    for (var c = 0; c < 3; c++)
                        pixels[at++] = (byte)((n * 37 + (y * y * (c + 1) + x * (y + 13 * n + 29 * c)) / 7) % 256);
        return tensor(pixels).reshape(count, height, width, 3);
    }

    /// <summary>The default network with a head of which every number counts.</summary>
    public static ClassifierNetwork Network(NetworkPlan? plan = null)
    {
        var network = ClassifierNetwork.Create(plan ?? Plan);
        var random = new Random(5);
        int features = network.EmbeddingSize, classes = network.Plan.Classes.Count;
        network.Linear().Set(
            Draw(features, () => random.NextSingle()),
            Draw(features, () => 0.5f + random.NextSingle()),
            Draw(classes * features, () => 0.1f * (random.NextSingle() - 0.5f)),
            Draw(classes, () => random.NextSingle() - 0.5f));
        return network;
    }

    /// <summary>The network's head, where it is a linear one.</summary>
    public static LinearHead Linear(this ClassifierNetwork network) => network.Head.ShouldBeOfType<LinearHead>();

    private static float[] Draw(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
