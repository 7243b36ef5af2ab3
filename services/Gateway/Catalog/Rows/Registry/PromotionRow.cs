namespace Lesion.Gateway.Catalog;

/// <summary>One decision about a version.</summary>
internal sealed class PromotionRow
{
    /// <summary>Its key in the registry's history.</summary>
    public required string Key { get; init; }

    public required string Alias { get; init; }

    public required int Version { get; init; }

    public int? Previous { get; init; }

    public required bool Promoted { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
