namespace Lesion.Contracts;

/// <summary>
/// Word that something lies in the inbox under <see cref="Key"/>. A hint: the sweep of the inbox finds what no hint named.
/// </summary>
public sealed record InboxObjectDropped
{
    /// <summary>Key in the bucket <c>lesion-inbox</c>: <c>label/name</c>, <c>unlabelled/name</c> or <c>labels.csv</c>.</summary>
    public required string Key { get; init; }
}
