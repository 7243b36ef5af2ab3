namespace Lesion.Contracts;

public sealed record DatasetImage
{
    public required string ImageId { get; init; }

    public required string Label { get; init; }

    /// <summary>The key of the group's first member: patient, lesion and perceptual twins share one.</summary>
    public required string Group { get; init; }

    /// <summary>0 to 4, chosen at the first use of the group, the same for ever. Fold 0 is the test fold unless splits are explicit.</summary>
    public required int Fold { get; init; }

    public required Split Split { get; init; }
}
