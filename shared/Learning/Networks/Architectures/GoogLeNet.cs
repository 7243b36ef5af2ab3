using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// Szegedy et al., Going Deeper with Convolutions (2015), as torchvision builds it: with batch norms, and with 3×3 where the
/// paper has 5×5. Inputs are scaled as the weights say, so that there is no transformation within.
/// </summary>
internal static class GoogLeNet
{
    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage(
            "stem",
            192,
            ("conv1", InceptionParts.Convolution(3, 64, 7, stride: 2, padding: 3)),
            ("", new MaxPool(3, stride: 2, toTheEdge: true)),
            ("conv2", InceptionParts.Convolution(64, 64, 1)),
            ("conv3", InceptionParts.Convolution(64, 192, 3, padding: 1)),
            ("", new MaxPool(3, stride: 2, toTheEdge: true))),
        new Stage(
            "inception3",
            480,
            ("inception3a", Inception(192, 64, 96, 128, 16, 32, 32)),
            ("inception3b", Inception(256, 128, 128, 192, 32, 96, 64)),
            ("", new MaxPool(3, stride: 2, toTheEdge: true))),
        new Stage(
            "inception4",
            832,
            ("inception4a", Inception(480, 192, 96, 208, 16, 48, 64)),
            ("aux1", Auxiliary(512)),
            ("inception4b", Inception(512, 160, 112, 224, 24, 64, 64)),
            ("inception4c", Inception(512, 128, 128, 256, 24, 64, 64)),
            ("inception4d", Inception(512, 112, 144, 288, 32, 64, 64)),
            ("aux2", Auxiliary(528)),
            ("inception4e", Inception(528, 256, 160, 320, 32, 128, 128)),
            ("", new MaxPool(2, stride: 2, toTheEdge: true))),
        new Stage(
            "inception5",
            1024,
            ("inception5a", Inception(832, 256, 160, 320, 32, 128, 128)),
            ("inception5b", Inception(832, 384, 192, 384, 48, 128, 128))),
        Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("fc", new Linear(1024, Stage.ImageNetClasses))),
    ];

    /// <summary>Each branch's channels; of those with two convolutions, the first one's and then the second one's.</summary>
    private static Concatenation Inception(int input, int branch1, int reduced2, int branch2, int reduced3, int branch3, int branch4) => new(
        ("branch1", InceptionParts.Convolution(input, branch1, 1)),
        ("branch2", new Sequence(
            ("0", InceptionParts.Convolution(input, reduced2, 1)),
            ("1", InceptionParts.Convolution(reduced2, branch2, 3, padding: 1)))),
        ("branch3", new Sequence(
            ("0", InceptionParts.Convolution(input, reduced3, 1)),
            ("1", InceptionParts.Convolution(reduced3, branch3, 3, padding: 1)))),
        ("branch4", new Sequence(
            ("", new MaxPool(3, stride: 1, padding: 1)),
            ("1", InceptionParts.Convolution(input, branch4, 1)))));

    private static Auxiliary Auxiliary(int input) => new(new Sequence(
        ("conv", InceptionParts.Convolution(input, 128, 1)),
        ("fc1", new Linear(2048, 1024)),
        ("fc2", new Linear(1024, Stage.ImageNetClasses))));
}
