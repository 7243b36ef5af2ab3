using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// Simonyan, Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition (2015), as torchvision builds it.
/// A stage ends with its max-pool.
/// </summary>
internal static class Vgg
{
    private static readonly int[] ChannelsOfBlock = [64, 128, 256, 512, 512];

    /// <param name="normalised">Whether a batch norm follows each convolution.</param>
    /// <param name="convolutions">Of each of the five blocks.</param>
    public static IReadOnlyList<Stage> Create(bool normalised, params int[] convolutions)
    {
        var stages = new List<Stage>();
        int place = 0, channels = 3;
        for (var block = 0; block < convolutions.Length; block++)
        {
            var parts = new List<(string, Layer)>();
            for (var i = 0; i < convolutions[block]; i++)
            {
                parts.Add(Convolution(place, channels, channels = ChannelsOfBlock[block], normalised));
                parts.Add(("", new Relu()));
                place += normalised ? 3 : 2;
            }
            parts.Add(("", new MaxPool(2, stride: 2)));
            place++;
            stages.Add(new Stage($"block{block + 1}", channels, [.. parts]));
        }
        return [.. stages, Classifier(channels)];
    }

    private static (string, Layer) Convolution(int place, int input, int output, bool normalised) => normalised
        ? ("features", new NormalisedConvolution(($"{place}", $"{place + 1}"), input, output, 3, padding: 1, bias: true))
        : ($"features.{place}", new Convolution(input, output, 3, padding: 1));

    /// <summary>
    /// torchvision pools adaptively to 7×7 before it, which changes nothing at 224 px, the size that it was trained at; images
    /// of another size are refused.
    /// </summary>
    private static Stage Classifier(int channels) => Stage.Classifier(
        ("", new Flatten()),
        ("classifier.0", new Linear(channels * 7 * 7, 4096)),
        ("", new Relu()),
        ("classifier.3", new Linear(4096, 4096)),
        ("", new Relu()),
        ("classifier.6", new Linear(4096, Stage.ImageNetClasses)));
}
