using System.Text.RegularExpressions;
using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// Huang, Liu, van der Maaten, Weinberger, Densely Connected Convolutional Networks (2017), as torchvision builds it. A
/// stage is a dense block with the transition behind it; the last ends with the last norm.
/// </summary>
internal static partial class DenseNet
{
    private const int Growth = 32, Bottleneck = 4 * Growth;

    /// <param name="layers">Of each of the four blocks.</param>
    public static IReadOnlyList<Stage> Create(params int[] layers)
    {
        var stages = new List<Stage> { Stem() };
        for (var i = 0; i < layers.Length; i++)
            stages.Add(Block(i + 1, stages[^1].Channels, layers[i], isLast: i == layers.Length - 1));
        stages.Add(Stage.Classifier(
            ("", new GlobalAveragePool()), ("", new Flatten()), ("classifier", new Linear(stages[^1].Channels, Stage.ImageNetClasses))));
        return stages;
    }

    /// <summary>The official files name the parts of a layer <c>norm.1</c>, which today is <c>norm1</c>.</summary>
    public static string WeightName(string name) => NumberedPart().Replace(name, "$1$2");

    private static Stage Stem() => new(
        "stem",
        2 * Growth,
        ("features", new NormalisedConvolution(("conv0", "norm0"), 3, 2 * Growth, 7, stride: 2, padding: 3)),
        ("", new Relu()),
        ("", new MaxPool(3, stride: 2, padding: 1)));

    private static Stage Block(int number, int input, int layers, bool isLast)
    {
        var parts = Enumerable.Range(0, layers)
            .Select(i => ($"features.denseblock{number}.denselayer{i + 1}", (Layer)DenseLayer(input + i * Growth)));
        var channels = input + layers * Growth;
        if (isLast)
            return new Stage($"denseblock{number}", channels, [.. parts, ("features.norm5", new BatchNorm(channels)), ("", new Relu())]);
        return new Stage($"denseblock{number}", channels / 2, [.. parts, ($"features.transition{number}", Transition(channels))]);
    }

    /// <summary>Adds a few channels to those that are there.</summary>
    private static Concatenation DenseLayer(int input) => new(("", new Identity()), ("", new Sequence(
        ("norm1", new BatchNorm(input)),
        ("", new Relu()),
        ("", new NormalisedConvolution(("conv1", "norm2"), input, Bottleneck, 1)),
        ("", new Relu()),
        ("conv2", new Convolution(Bottleneck, Growth, 3, padding: 1, bias: false)))));

    private static Sequence Transition(int input) => new(
        ("norm", new BatchNorm(input)),
        ("", new Relu()),
        ("conv", new Convolution(input, input / 2, 1, bias: false)),
        ("", new AveragePool(2, stride: 2)));

    [GeneratedRegex(@"(\.denselayer\d+\.(?:norm|conv))\.([12]\.)")]
    private static partial Regex NumberedPart();
}
