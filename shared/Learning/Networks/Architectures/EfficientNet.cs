using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// EfficientNet-B0: Tan, Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks (2019), as torchvision
/// builds it. A stage is what has one resolution.
/// </summary>
internal static class EfficientNet
{
    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage("stem", 16, [("features.0", Convolution(3, 32, 3, stride: 2)), .. Blocks(1, 32, 16, 1, kernel: 3, stride: 1, expansion: 1)]),
        new Stage("stage2", 24, Blocks(2, 16, 24, 2, kernel: 3, stride: 2)),
        new Stage("stage3", 40, Blocks(3, 24, 40, 2, kernel: 5, stride: 2)),
        new Stage("stage4", 112, [.. Blocks(4, 40, 80, 3, kernel: 3, stride: 2), .. Blocks(5, 80, 112, 3, kernel: 5, stride: 1)]),
        new Stage("stage5", 320, [.. Blocks(6, 112, 192, 4, kernel: 5, stride: 2), .. Blocks(7, 192, 320, 1, kernel: 3, stride: 1)]),
        new Stage("top", 1280, ("features.8", Convolution(320, 1280, 1))),
        Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("classifier.1", new Linear(1280, Stage.ImageNetClasses))),
    ];

    private static (string, Layer)[] Blocks(int place, int input, int output, int count, int kernel, int stride, int expansion = 6) =>
        [.. Enumerable.Range(0, count).Select(i => (
            $"features.{place}.{i}.block",
            i == 0 ? Block(input, output, kernel, stride, expansion) : Block(output, output, kernel, stride: 1, expansion)))];

    /// <summary>An inverted residual with squeeze and excitation: widened, convolved depthwise, gated, narrowed.</summary>
    private static Layer Block(int input, int output, int kernel, int stride, int expansion)
    {
        var wide = input * expansion;
        var parts = new List<Layer>
        {
            Convolution(wide, wide, kernel, stride, groups: wide),
            SqueezeAndExcite(wide, squeezed: input / 4),
            new NormalisedConvolution(("0", "1"), wide, output, 1),
        };
        if (expansion > 1)
            parts.Insert(0, Convolution(input, wide, 1));
        var branch = new Sequence([.. parts.Select((part, i) => ($"{i}", part))]);
        return stride == 1 && input == output ? new Residual(branch) : branch;
    }

    private static Sequence Convolution(int input, int output, int kernel, int stride = 1, int groups = 1) => new(
        ("", new NormalisedConvolution(("0", "1"), input, output, kernel, stride, padding: kernel / 2, groups)),
        ("", new Silu()));

    private static Gate SqueezeAndExcite(int channels, int squeezed) => new(new Sequence(
        ("", new GlobalAveragePool()),
        ("fc1", new Convolution(channels, squeezed, 1)),
        ("", new Silu()),
        ("fc2", new Convolution(squeezed, channels, 1)),
        ("", new Sigmoid())));
}
