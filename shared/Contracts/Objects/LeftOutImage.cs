namespace Lesion.Contracts;

public sealed record LeftOutImage
{
    /// <summary>The image's id, or the file's name where it has none.</summary>
    public required string Image { get; init; }

    /// <summary><c>unlabelled</c>, <c>conflicted</c>, <c>splitGroup</c>, <c>unreadable</c>, …</summary>
    public required string Reason { get; init; }

    /// <summary>Of a <c>splitGroup</c>: the image of the same group that stays, held out or in the group's fold.</summary>
    public string? InFavourOf { get; init; }
}
