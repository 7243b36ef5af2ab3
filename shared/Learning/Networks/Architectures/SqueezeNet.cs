using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// SqueezeNet 1.1: Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters (2016), as torchvision builds
/// it. A stage is named after the last of its fire modules, in the paper's numbers.
/// </summary>
internal static class SqueezeNet
{
    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage("stem", 64, ("features.0", new Convolution(3, 64, 3, stride: 2)), ("", new Relu()), ("", Pool())),
        new Stage("fire3", 128, Fire(3, 64, 16, 64), Fire(4, 128, 16, 64), ("", Pool())),
        new Stage("fire5", 256, Fire(6, 128, 32, 128), Fire(7, 256, 32, 128), ("", Pool())),
        new Stage("fire7", 384, Fire(9, 256, 48, 192), Fire(10, 384, 48, 192)),
        new Stage("fire9", 512, Fire(11, 384, 64, 256), Fire(12, 512, 64, 256)),
        Stage.Classifier(
            ("classifier.1", new Convolution(512, Stage.ImageNetClasses, 1)), ("", new Relu()), ("", new GlobalAveragePool()), ("", new Flatten())),
    ];

    private static MaxPool Pool() => new(3, stride: 2, toTheEdge: true);

    /// <param name="place">Among torchvision's features.</param>
    /// <param name="expanded">Channels of each of the two halves of the output.</param>
    private static (string, Layer) Fire(int place, int input, int squeezed, int expanded) => ($"features.{place}", new Sequence(
        ("squeeze", new Convolution(input, squeezed, 1)),
        ("", new Relu()),
        ("", new Concatenation(
            ("expand1x1", new Convolution(squeezed, expanded, 1)),
            ("expand3x3", new Convolution(squeezed, expanded, 3, padding: 1)))),
        ("", new Relu())));
}
