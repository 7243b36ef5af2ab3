using Lesion.Learning.Networks.Architectures;

namespace Lesion.Learning.Networks;

/// <summary>The networks that there are, by name. Each is a list of stages from the bottom to the top, without values.</summary>
public static class NetworkZoo
{
    /// <summary>The network of the weights that ship with Lesion.</summary>
    public const string Default = "dlib_resnet34";

    private static readonly ZooEntry[] Entries =
    [
        // The weights that ship with Lesion end with stage 3, whose features are better than stage 4's.
        new(Default, DlibResNet34.Create, DefaultTaps: ["layer2", "layer3"], TopTap: "layer3"),
        new("resnet18", () => ResNet.Basic(2, 2, 2, 2), DefaultTaps: ["layer2", "layer3"], TopTap: "layer4"),
        new("resnet34", () => ResNet.Basic(3, 4, 6, 3), DefaultTaps: ["layer2", "layer3"], TopTap: "layer4"),
        new("resnet50", () => ResNet.Bottleneck(3, 4, 6, 3), DefaultTaps: ["layer2", "layer3"], TopTap: "layer4"),
        new("vgg11", () => Vgg.Create(normalised: false, 1, 1, 2, 2, 2), DefaultTaps: ["block4", "block5"], TopTap: "block5"),
        new("vgg16", () => Vgg.Create(normalised: false, 2, 2, 3, 3, 3), DefaultTaps: ["block4", "block5"], TopTap: "block5"),
        new("vgg16_bn", () => Vgg.Create(normalised: true, 2, 2, 3, 3, 3), DefaultTaps: ["block4", "block5"], TopTap: "block5"),
        new("googlenet", GoogLeNet.Create, DefaultTaps: ["inception4", "inception5"], TopTap: "inception5"),
        new("inception_v3", InceptionV3.Create, DefaultTaps: ["mixed6", "mixed7"], TopTap: "mixed7") { InputSize = 299 },
        new("mobilenet_v2", MobileNetV2.Create, DefaultTaps: ["stage4", "stage5"], TopTap: "top"),
        new("squeezenet1_1", SqueezeNet.Create, DefaultTaps: ["fire7", "fire9"], TopTap: "fire9"),
        new("densenet121", () => DenseNet.Create(6, 12, 24, 16), DefaultTaps: ["denseblock2", "denseblock3"], TopTap: "denseblock4")
        {
            WeightName = DenseNet.WeightName,
        },
        new("efficientnet_b0", EfficientNet.Create, DefaultTaps: ["stage4", "top"], TopTap: "top"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Builds a network. The last stage is its first training's classifier; see <see cref="Stage.IsClassifier"/>.</summary>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static IReadOnlyList<Stage> Create(string name) => Find(name).Create();

    /// <summary>Two stages in the middle and above, whose features are pooled where nobody says otherwise. Only those of the
    /// default network and of MobileNetV2 were chosen by measuring.</summary>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static IReadOnlyList<string> DefaultTaps(string name) => Find(name).DefaultTaps;

    /// <summary>The last convolutional stage: what most tutorials take features from.</summary>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static string TopTap(string name) => Find(name).TopTap;

    /// <summary>The side of the images that the network was first trained on, in pixels.</summary>
    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static int InputSize(string name) => Find(name).InputSize;

    /// <summary>The name that the zoo gives to a tensor of an official weights' file.</summary>
    internal static string WeightName(string network, string name) => Find(network).WeightName(name);

    private static ZooEntry Find(string name) =>
        Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no network named '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
}
