using System.Text.Json.Serialization;

namespace Lesion.Imaging;

/// <summary>How a canonical image becomes the input of a network; stands in the model's manifest.</summary>
public sealed record NetworkInputRecipe
{
    /// <summary>The side S of the square input in pixels. Default 224.</summary>
    public int Size { get; init; } = 224;

    /// <summary>The filter that resizes: <c>lanczos3</c> (default), <c>cubic</c> or <c>linear</c>.</summary>
    public string Filter { get; init; } = "lanczos3";

    /// <summary>
    /// The side of the central crop, as a share of the image's, that the network is shown beside the whole image. Default
    /// (null): the whole image alone.
    /// </summary>
    public double? CentreCrop { get; init; }

    /// <summary>C: the pictures that an input holds, the whole image and what is cropped.</summary>
    [JsonIgnore]
    public int Crops => CentreCrop is null ? 1 : 2;
}
