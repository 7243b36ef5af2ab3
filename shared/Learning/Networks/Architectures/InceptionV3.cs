using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>
/// Szegedy et al., Rethinking the Inception Architecture for Computer Vision (2016), as torchvision builds it. Inputs are
/// scaled as the weights say, so that there is no transformation within.
/// </summary>
internal static class InceptionV3
{
    public static IReadOnlyList<Stage> Create() =>
    [
        new Stage(
            "stem",
            192,
            ("Conv2d_1a_3x3", InceptionParts.Convolution(3, 32, 3, stride: 2)),
            ("Conv2d_2a_3x3", InceptionParts.Convolution(32, 32, 3)),
            ("Conv2d_2b_3x3", InceptionParts.Convolution(32, 64, 3, padding: 1)),
            ("", new MaxPool(3, stride: 2)),
            ("Conv2d_3b_1x1", InceptionParts.Convolution(64, 80, 1)),
            ("Conv2d_4a_3x3", InceptionParts.Convolution(80, 192, 3)),
            ("", new MaxPool(3, stride: 2))),
        new Stage("mixed5", 288, ("Mixed_5b", MixedA(192, pool: 32)), ("Mixed_5c", MixedA(256, pool: 64)), ("Mixed_5d", MixedA(288, pool: 64))),
        new Stage(
            "mixed6",
            768,
            ("Mixed_6a", MixedB(288)),
            ("Mixed_6b", MixedC(128)),
            ("Mixed_6c", MixedC(160)),
            ("Mixed_6d", MixedC(160)),
            ("Mixed_6e", MixedC(192)),
            ("AuxLogits", Auxiliary())),
        new Stage("mixed7", 2048, ("Mixed_7a", MixedD()), ("Mixed_7b", MixedE(1280)), ("Mixed_7c", MixedE(2048))),
        Stage.Classifier(("", new GlobalAveragePool()), ("", new Flatten()), ("fc", new Linear(2048, Stage.ImageNetClasses))),
    ];

    private static Concatenation MixedA(int input, int pool) => new(
        ("branch1x1", InceptionParts.Convolution(input, 64, 1)),
        ("", new Sequence(
            ("branch5x5_1", InceptionParts.Convolution(input, 48, 1)),
            ("branch5x5_2", InceptionParts.Convolution(48, 64, 5, padding: 2)))),
        ("", new Sequence(
            ("branch3x3dbl_1", InceptionParts.Convolution(input, 64, 1)),
            ("branch3x3dbl_2", InceptionParts.Convolution(64, 96, 3, padding: 1)),
            ("branch3x3dbl_3", InceptionParts.Convolution(96, 96, 3, padding: 1)))),
        ("", AveragedPool(input, pool)));

    private static Concatenation MixedB(int input) => new(
        ("branch3x3", InceptionParts.Convolution(input, 384, 3, stride: 2)),
        ("", new Sequence(
            ("branch3x3dbl_1", InceptionParts.Convolution(input, 64, 1)),
            ("branch3x3dbl_2", InceptionParts.Convolution(64, 96, 3, padding: 1)),
            ("branch3x3dbl_3", InceptionParts.Convolution(96, 96, 3, stride: 2)))),
        ("", new MaxPool(3, stride: 2)));

    private static Concatenation MixedC(int width) => new(
        ("branch1x1", InceptionParts.Convolution(768, 192, 1)),
        ("", new Sequence(
            ("branch7x7_1", InceptionParts.Convolution(768, width, 1)),
            ("branch7x7_2", Row(width, width)),
            ("branch7x7_3", Column(width, 192)))),
        ("", new Sequence(
            ("branch7x7dbl_1", InceptionParts.Convolution(768, width, 1)),
            ("branch7x7dbl_2", Column(width, width)),
            ("branch7x7dbl_3", Row(width, width)),
            ("branch7x7dbl_4", Column(width, width)),
            ("branch7x7dbl_5", Row(width, 192)))),
        ("", AveragedPool(768, 192)));

    private static Concatenation MixedD() => new(
        ("", new Sequence(
            ("branch3x3_1", InceptionParts.Convolution(768, 192, 1)),
            ("branch3x3_2", InceptionParts.Convolution(192, 320, 3, stride: 2)))),
        ("", new Sequence(
            ("branch7x7x3_1", InceptionParts.Convolution(768, 192, 1)),
            ("branch7x7x3_2", Row(192, 192)),
            ("branch7x7x3_3", Column(192, 192)),
            ("branch7x7x3_4", InceptionParts.Convolution(192, 192, 3, stride: 2)))),
        ("", new MaxPool(3, stride: 2)));

    private static Concatenation MixedE(int input) => new(
        ("branch1x1", InceptionParts.Convolution(input, 320, 1)),
        ("", new Sequence(("branch3x3_1", InceptionParts.Convolution(input, 384, 1)), ("", Cross("branch3x3_2")))),
        ("", new Sequence(
            ("branch3x3dbl_1", InceptionParts.Convolution(input, 448, 1)),
            ("branch3x3dbl_2", InceptionParts.Convolution(448, 384, 3, padding: 1)),
            ("", Cross("branch3x3dbl_3")))),
        ("", AveragedPool(input, 192)));

    private static Concatenation Cross(string name) => new(
        ($"{name}a", InceptionParts.Convolution(384, 384, (1, 3), padding: (0, 1))),
        ($"{name}b", InceptionParts.Convolution(384, 384, (3, 1), padding: (1, 0))));

    private static Sequence AveragedPool(int input, int output) => new(
        ("", new AveragePool(3, stride: 1, padding: 1)), ("branch_pool", InceptionParts.Convolution(input, output, 1)));

    private static Sequence Row(int input, int output) => InceptionParts.Convolution(input, output, (1, 7), padding: (0, 3));

    private static Sequence Column(int input, int output) => InceptionParts.Convolution(input, output, (7, 1), padding: (3, 0));

    private static Auxiliary Auxiliary() => new(new Sequence(
        ("conv0", InceptionParts.Convolution(768, 128, 1)),
        ("conv1", InceptionParts.Convolution(128, 768, 5)),
        ("fc", new Linear(768, Stage.ImageNetClasses))));
}
