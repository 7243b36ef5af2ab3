namespace Lesion.Gateway.Promotions;

/// <summary>The mark of a version that is to be deleted, <c>retired.json</c>; it stays beside the claim when the rest is gone.</summary>
internal sealed record RetiredVersion
{
    public required DateTimeOffset MarkedAt { get; init; }

    /// <summary>By which setting, for a person.</summary>
    public required string Reason { get; init; }
}
