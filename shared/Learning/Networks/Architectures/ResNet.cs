using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition (2016), as torchvision builds it: in a bottleneck the
/// 3×3 convolution has the stride.
/// </summary>
internal static class ResNet
{
    private const int Expansion = 4; // of a bottleneck's channels at its end

    /// <summary>ResNet-18 and -34.</summary>
    /// <param name="blocks">Of each of the four stages.</param>
    public static IReadOnlyList<Stage> Basic(params int[] blocks) => Create(blocks, expansion: 1, BasicBranch);

    /// <summary>ResNet-50 and deeper.</summary>
    /// <param name="blocks">Of each of the four stages.</param>
    public static IReadOnlyList<Stage> Bottleneck(params int[] blocks) => Create(blocks, Expansion, BottleneckBranch);

    private delegate Layer Branch(int input, int width, int stride);

    private static List<Stage> Create(int[] blocks, int expansion, Branch branch)
    {
        var stages = new List<Stage> { Stem() };
        var channels = 64;
        for (var i = 0; i < blocks.Length; i++)
        {
            stages.Add(Layers(i + 1, channels, blocks[i], expansion, branch));
            channels = stages[^1].Channels;
        }
        stages.Add(Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("fc", new Linear(channels, Stage.ImageNetClasses))));
        return stages;
    }

    private static Stage Stem() => new(
        "stem",
        64,
        ("", new NormalisedConvolution(("conv1", "bn1"), 3, 64, 7, stride: 2, padding: 3)),
        ("", new Relu()),
        ("", new MaxPool(3, stride: 2, padding: 1)));

    private static Stage Layers(int number, int input, int blocks, int expansion, Branch branch)
    {
        var width = 32 << number;
        var output = width * expansion;
        return new Stage($"layer{number}", output, [.. Enumerable.Range(0, blocks).Select(Block)]);

        (string, Layer) Block(int block)
        {
            var from = block == 0 ? input : output;
            var stride = block == 0 && number > 1 ? 2 : 1;
            var shortcut = from == output ? null : new NormalisedConvolution(("0", "1"), from, output, 1, stride);
            return ($"layer{number}.{block}", new Sequence(("", new Residual(branch(from, width, stride), shortcut)), ("", new Relu())));
        }
    }

    private static Sequence BasicBranch(int input, int width, int stride) => new(
        ("", new NormalisedConvolution(("conv1", "bn1"), input, width, 3, stride, padding: 1)),
        ("", new Relu()),
        ("", new NormalisedConvolution(("conv2", "bn2"), width, width, 3, padding: 1)));

    private static Sequence BottleneckBranch(int input, int width, int stride) => new(
        ("", new NormalisedConvolution(("conv1", "bn1"), input, width, 1)),
        ("", new Relu()),
        ("", new NormalisedConvolution(("conv2", "bn2"), width, width, 3, stride, padding: 1)),
        ("", new Relu()),
        ("", new NormalisedConvolution(("conv3", "bn3"), width, width * Expansion, 1)));
}
