namespace Lesion.Contracts;

public sealed record LeftOutImage
{
    /// <summary>The image's id, or the file's name where it has none.</summary>
    public required string Image { get; init; }

    /// <summary><c>unlabelled</c>, <c>conflicted</c>, <c>splitGroup</c>, <c>unreadable</c>, …</summary>
    public required string Reason { get; init; }
}
