using Lesion.Learning.Networks;

namespace Lesion.Learning.Weights.Library;

/// <summary>The weights that are known by name: those that ship with Lesion, and torchvision's for ImageNet-1k.</summary>
/// <remarks>
/// File names and input are those of torchvision's <c>…_Weights.IMAGENET1K_V1</c>. Of two sets of weights for a network it is the
/// first, trained plainly: the second (<c>_V2</c>) was trained with mixed and smoothed labels, which raises accuracy on ImageNet
/// and is known to make features transfer worse (Kornblith et al., Why do better loss functions lead to less transferable
/// features?, 2021).
/// </remarks>
public static class WeightCatalogue
{
    private const string Torchvision = "BSD-3-Clause (torchvision); trained on ImageNet-1k, whose terms may apply";

    public static IReadOnlyList<PretrainedWeights> Entries { get; } =
    [
        new()
        {
            Name = PretrainedWeights.Default,
            Network = NetworkZoo.Default,
            FileName = "resnet34-imagenet-folded-fp16-stages1-3.safetensors",
            Licence = "CC0-1.0 (Davis E. King, dlib-models); trained on ImageNet-1k",
        },
        Published("resnet18", "resnet18-f37072fd.pth"),
        Published("resnet34", "resnet34-b627a593.pth"),
        Published("resnet50", "resnet50-0676ba61.pth"),
        Published("vgg11", "vgg11-8a719046.pth"),
        Published("vgg16", "vgg16-397923af.pth"),
        Published("vgg16_bn", "vgg16_bn-6c64b313.pth"),
        // Ported from TensorFlow, where inputs were scaled to ±1.
        Published("googlenet", "googlenet-1378be20.pth") with { Normalisation = Normalisation.PlusMinusOne },
        Published("inception_v3", "inception_v3_google-0cc3c7bd.pth") with { Normalisation = Normalisation.PlusMinusOne, InputSize = 299 },
        Published("mobilenet_v2", "mobilenet_v2-b0353104.pth"),
        Published("squeezenet1_1", "squeezenet1_1-b8a52dc0.pth"),
        Published("densenet121", "densenet121-a639ec97.pth"),
        // The same file was published as -3dd342df, which is not its hash (pytorch/vision issue 7744).
        Published("efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc.pth"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(weights => weights.Name)];

    /// <summary>The networks that there are weights for.</summary>
    public static IReadOnlyList<string> Networks { get; } = [.. Entries.Select(weights => weights.Network).Distinct()];

    /// <summary>The first weights for a network.</summary>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static PretrainedWeights Of(string network) => Entries.FirstOrDefault(weights => weights.Network == network)
        ?? throw new ArgumentException($"There is no network '{network}'; there are {string.Join(", ", Networks)}.");

    private static PretrainedWeights Published(string network, string file) => new()
    {
        Name = network,
        Network = network,
        FileName = file,
        Licence = Torchvision,
        IsPublished = true,
        Sha256Prefix = Path.GetFileNameWithoutExtension(file).Split('-')[^1],
    };
}
