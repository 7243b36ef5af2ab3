namespace Lesion.Contracts;

/// <summary>A person labelled an image.</summary>
public sealed record ImageLabelled
{
    public required LabelRecord Label { get; init; }
}
