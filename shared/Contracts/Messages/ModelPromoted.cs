namespace Lesion.Contracts;

/// <summary>An alias points to another version; every inference instance swaps.</summary>
public sealed record ModelPromoted
{
    public required Promotion Promotion { get; init; }
}
