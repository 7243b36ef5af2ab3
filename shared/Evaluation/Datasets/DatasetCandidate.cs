using Lesion.Contracts;
using Lesion.Imaging;

namespace Lesion.Evaluation.Datasets;

/// <summary>What is known of one image that might become part of a dataset.</summary>
public sealed record DatasetCandidate
{
    /// <summary>Lower-case hexadecimal SHA-256 of the image's bytes.</summary>
    public required string ImageId { get; init; }

    /// <summary>The label that counts; null where there is none.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// Images that share one of these are of one group; see <see cref="Datasets.GroupKeys"/> for how they are made.
    /// </summary>
    public IReadOnlyList<string> GroupKeys { get; init; } = [];

    /// <summary>Perceptual twins are of one group; null where the hash is not known.</summary>
    public PerceptualHash? Hash { get; init; }

    /// <summary>The split that a person asked for; null leaves it to the fold.</summary>
    public Split? Split { get; init; }

    /// <summary>The fold of an earlier dataset, 0 to 4, which an image keeps for ever; null before its first use.</summary>
    public int? Fold { get; init; }

    /// <summary>
    /// Why the image cannot be used whatever its label, such as <see cref="LeftOutReasons.Unreadable"/>; null where it can.
    /// </summary>
    public string? LeftOut { get; init; }
}
