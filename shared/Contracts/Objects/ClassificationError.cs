namespace Lesion.Contracts;

public sealed record ClassificationError
{
    /// <summary><c>noModel</c>, <c>notFound</c>, <c>refusedBucket</c>, <c>notAnImage</c>, …</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong with what, and what to do.</summary>
    public required string Message { get; init; }
}
