namespace Lesion.Contracts;

/// <summary>How an image becomes the network's input: canonical form, then the whole of it, and its middle where the model asks for it, resized to size × size.</summary>
public sealed record ModelInput
{
    /// <summary>Pixels a side.</summary>
    public required int Size { get; init; }

    /// <summary>The resampling filter's name.</summary>
    public required string Filter { get; init; }

    /// <summary>The id of the canonical form's recipe.</summary>
    public required string Canonical { get; init; }

    /// <summary>The side of the central crop that is shown beside the whole image, as a share of the image's; null: none.</summary>
    public double? CentreCrop { get; init; }
}
