using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// ResNet-34 as dlib builds it, with the batch norm's fixed affine folded into the convolutions. Strided convolutions and
/// the max-pool are unpadded, and the shortcut of a strided block is a 2×2 average pool, padded with zeros.
/// He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition (2016); dlib's <c>resnet34_1000_imagenet_classifier</c>.
/// </summary>
internal static class DlibResNet34
{
    private static readonly int[] BlocksOfStage = [3, 4, 6, 3];

    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage("stem", 64, ("conv1", new Convolution(3, 64, kernel: 7, stride: 2)), ("", new Relu()), ("", new MaxPool(3, stride: 2))),
        .. Enumerable.Range(1, BlocksOfStage.Length).Select(Stage),
        Networks.Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("fc", new Linear(512, Networks.Stage.ImageNetClasses))),
    ];

    private static Stage Stage(int number)
    {
        var channels = 32 << number;
        return new Stage($"layer{number}", channels, [.. Enumerable.Range(0, BlocksOfStage[number - 1]).Select(Part)]);

        (string, Layer) Part(int block) =>
            ($"layer{number}.{block}", block == 0 && number > 1 ? Downsampling(channels / 2, channels) : Block(channels));
    }

    private static Sequence Block(int channels) => new(("", new Residual(Branch(channels, channels, stride: 1))), ("", new Relu()));

    private static Sequence Downsampling(int input, int output) =>
        new(("", new PaddedResidual(Branch(input, output, stride: 2), new AveragePool(2, stride: 2))), ("", new Relu()));

    private static Sequence Branch(int input, int output, int stride) => new(
        ("conv1", new Convolution(input, output, 3, stride, padding: stride == 1 ? 1 : 0)),
        ("", new Relu()),
        ("conv2", new Convolution(output, output, 3, padding: 1)));
}
