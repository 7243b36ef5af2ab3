namespace Lesion.Contracts;

/// <summary>The answer to a request, by message or by HTTP: a classification, or an error.</summary>
public sealed record ImageClassified
{
    public required string RequestId { get; init; }

    public required DateTimeOffset ClassifiedAt { get; init; }

    public Classification? Classification { get; init; }

    public ClassificationError? Error { get; init; }

    /// <summary>
    /// What the challenger says of the same image, where it was shown that too; then the answer is sent a second time, with this
    /// beside what the asker got.
    /// </summary>
    public Classification? Shadow { get; init; }
}
