using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks (2018), as torchvision builds it. A stage is what
/// has one resolution.
/// </summary>
internal static class MobileNetV2
{
    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage("stem", 16, ("features.0", Convolution(3, 32, 3, stride: 2)), Block(1, 32, 16, stride: 1, expansion: 1)),
        new Stage("stage2", 24, Block(2, 16, 24, stride: 2), Block(3, 24, 24)),
        new Stage("stage3", 32, Block(4, 24, 32, stride: 2), Block(5, 32, 32), Block(6, 32, 32)),
        new Stage(
            "stage4",
            96,
            Block(7, 32, 64, stride: 2), Block(8, 64, 64), Block(9, 64, 64), Block(10, 64, 64),
            Block(11, 64, 96), Block(12, 96, 96), Block(13, 96, 96)),
        new Stage("stage5", 320, Block(14, 96, 160, stride: 2), Block(15, 160, 160), Block(16, 160, 160), Block(17, 160, 320)),
        new Stage("top", 1280, ("features.18", Convolution(320, 1280, 1))),
        Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("classifier.1", new Linear(1280, Stage.ImageNetClasses))),
    ];

    private static Sequence Convolution(int input, int output, int kernel, int stride = 1, int groups = 1) => new(
        ("", new NormalisedConvolution(("0", "1"), input, output, kernel, stride, padding: kernel / 2, groups)),
        ("", new Relu6()));

    /// <summary>An inverted residual: widened, convolved depthwise, narrowed.</summary>
    private static (string, Layer) Block(int number, int input, int output, int stride = 1, int expansion = 6)
    {
        var wide = input * expansion;
        var depthwise = expansion == 1 ? 0 : 1;
        var parts = new List<(string, Layer)>
        {
            ($"{depthwise}", Convolution(wide, wide, 3, stride, groups: wide)),
            ("", new NormalisedConvolution(($"{depthwise + 1}", $"{depthwise + 2}"), wide, output, 1)),
        };
        if (expansion > 1)
            parts.Insert(0, ("0", Convolution(input, wide, 1)));
        var branch = new Sequence([.. parts]);
        return ($"features.{number}.conv", stride == 1 && input == output ? new Residual(branch) : branch);
    }
}
