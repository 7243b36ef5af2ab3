namespace Lesion.Gateway.Catalog;

/// <summary>A version that is complete in the registry.</summary>
internal sealed class ModelRow
{
    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The manifest.</summary>
    public required string Json { get; init; }
}
