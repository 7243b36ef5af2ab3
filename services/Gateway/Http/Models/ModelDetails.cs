using Lesion.Contracts;

namespace Lesion.Gateway.Http;

/// <summary>All that is known of one version.</summary>
public sealed record ModelDetails
{
    public required ModelManifest Manifest { get; init; }

    /// <summary>Whether it has the alias <c>champion</c>.</summary>
    public required bool IsChampion { get; init; }

    /// <summary>Every decision about it, the newest first.</summary>
    public required IReadOnlyList<Promotion> Promotions { get; init; }

    /// <summary>The last that each inference instance said about it.</summary>
    public required IReadOnlyList<ModelActivated> Activations { get; init; }
}
