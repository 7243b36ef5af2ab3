using Lesion.Contracts;

namespace Lesion.Gateway.Live;

/// <summary>How a version does on what it was really asked. An image that was asked about more than once counts once, by its last answer.</summary>
public sealed record LiveFigures
{
    public required int Version { get; init; }

    /// <summary>Answers from here on are counted.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Images that it has classified.</summary>
    public required int Images { get; init; }

    /// <summary>Whether there were more, of which only the last count.</summary>
    public required bool IsCutOff { get; init; }

    /// <summary>How many it left to a person; null before the first image.</summary>
    public ReferredShare? Referred { get; init; }

    /// <summary>Images whose label came since, by label: those that were in the version's own dataset do not count.</summary>
    public required IReadOnlyDictionary<string, int> Labelled { get; init; }

    /// <summary>How right it was about those, at its threshold; null as long as a class has none.</summary>
    public ClassificationMetrics? Figures { get; init; }

    /// <summary>Why there are no figures yet.</summary>
    public string? NoFigures { get; init; }

    /// <summary>Whether its answers look like those about its held-out images; null where there is nothing to compare.</summary>
    public Drift? Scores { get; init; }

    /// <summary>
    /// Whether the images themselves look like those that it was trained on, by their novelty against the quantiles of its
    /// training images; null where the version does not tell novelty.
    /// </summary>
    public Drift? Novelty { get; init; }
}
