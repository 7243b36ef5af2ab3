namespace Lesion.Contracts;

/// <summary>
/// How a model tells that an image is unlike those it was trained on: its output <c>novelty</c> is the image's distance from a
/// density of the training images' features as a multiple of a limit, so that 1 is at the limit. The distance is a Mahalanobis
/// distance with a shrunk covariance; each training image's own was taken from a density that was fitted without its fold.
/// </summary>
public sealed record ModelNovelty
{
    /// <summary>The share of the training images, out of fold, that the limit lets lie beyond it.</summary>
    public required double Share { get; init; }

    /// <summary>The limit as a Mahalanobis distance.</summary>
    public required double Limit { get; init; }

    /// <summary>How many values of <c>embedding</c>, from its first, the density is of.</summary>
    public required int Features { get; init; }

    /// <summary>Training images that the density was fitted to.</summary>
    public required int Images { get; init; }

    /// <summary>From 0, the features' own covariance, to 1, the same variance in all directions.</summary>
    public required double Shrinkage { get; init; }

    /// <summary>
    /// The novelty of the training images, out of fold, that 0, 1, … 100 % of them do not exceed: what the novelty of served
    /// images can be compared with.
    /// </summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>The share of the held-out images beyond the limit; null where it is not known.</summary>
    public double? HeldOutBeyond { get; init; }
}
