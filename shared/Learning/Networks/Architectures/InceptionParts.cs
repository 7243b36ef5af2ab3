using Lesion.Learning.Networks.Layers;

namespace Lesion.Learning.Networks.Architectures;

/// <summary>What both Inception networks are made of.</summary>
internal static class InceptionParts
{
    private const double Epsilon = 1e-3;

    /// <summary>Convolution, batch norm, ReLU: torchvision's <c>BasicConv2d</c>.</summary>
    public static Sequence Convolution(int input, int output, Extent kernel, Extent? stride = null, Extent? padding = null) => new(
        ("", new NormalisedConvolution(("conv", "bn"), input, output, kernel, stride, padding, epsilon: Epsilon)),
        ("", new Relu()));
}
