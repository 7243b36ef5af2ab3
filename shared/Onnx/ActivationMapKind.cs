namespace Lesion.Onnx;

/// <summary>What a model's <c>activation_map</c> is. Both kinds sum over the locations to the logit less a constant.</summary>
public static class ActivationMapKind
{
    /// <summary>Of a linear head: the constant is the unfolded bias, the same for all images.</summary>
    public const string Decomposition = "decomposition";

    /// <summary>
    /// Of any other head: gradient × activation, the head's gradient at this very image in place of a linear head's weights.
    /// The constant differs from image to image.
    /// </summary>
    public const string Gradient = "gradient";
}
